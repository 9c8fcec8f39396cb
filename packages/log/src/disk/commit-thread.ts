import { fdatasyncSync, writevSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'

/** Write the chunks at a position, then make them durable. The chunks lie in shared memory. */
export interface CommitRequest {
  readonly id: number
  readonly fd: number
  readonly position: number
  readonly chunks: readonly Uint8Array[]
}

export interface CommitReply {
  readonly id: number
  readonly error?: { readonly code: string; readonly message: string }
}

/** Pieces that one writev takes. */
const MOST_PIECES = 1000

function writeAll(fd: number, chunks: readonly Uint8Array[], start: number): void {
  let position = start
  let left = chunks
  while (left.length > 0) {
    const now = left.slice(0, MOST_PIECES)
    const written = writevSync(fd, now, position)
    position += written
    left = [...after(now, written), ...left.slice(MOST_PIECES)]
  }
}

/** What of the chunks is left when so many bytes of them are written: the system may take a part. */
function after(chunks: readonly Uint8Array[], written: number): Uint8Array[] {
  let passed = written
  for (const [index, chunk] of chunks.entries()) {
    if (passed < chunk.length) return [chunk.subarray(passed), ...chunks.slice(index + 1)]
    passed -= chunk.length
  }
  return []
}

function commit({ id, fd, position, chunks }: CommitRequest): CommitReply {
  let step = 'write'
  try {
    writeAll(fd, chunks, position)
    step = 'sync'
    fdatasyncSync(fd)
    return { id }
  } catch (error) {
    const { code = 'EIO', message } = error as NodeJS.ErrnoException
    return { id, error: { code: step === 'sync' ? 'SYNC_FAILED' : code, message } }
  }
}

parentPort?.on('message', (request: CommitRequest) => parentPort?.postMessage(commit(request)))
