import type { DiskFile } from '@millrace/kernel'
import { close, fdatasync, ftruncate, read, writev } from 'node:fs'
import { promisify } from 'node:util'
import type { CommitWorker } from './commit-worker.ts'
import { faultOf } from './fault.ts'

const closeFile = promisify(close)
const fdatasyncFile = promisify(fdatasync)
const ftruncateFile = promisify(ftruncate)
const readFile = promisify(read)
const writevFile = promisify(writev)

/** A file of the machine. Writes take effect in the order of their calls; reads do not wait for them. */
export class NodeFile implements DiskFile {
  readonly #fd: number
  readonly #worker: CommitWorker
  #size: number
  /** What the next write waits for; undefined when nothing is under way. */
  #busy: Promise<unknown> | undefined

  constructor(fd: number, size: number, worker: CommitWorker) {
    this.#fd = fd
    this.#size = size
    this.#worker = worker
  }

  get size(): number {
    return this.#size
  }

  async read(position: number, length: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafeSlow(Math.max(0, Math.min(length, this.#size - position)))
    let filled = 0
    while (filled < buffer.length) {
      const { bytesRead } = await faultOf(readFile(this.#fd, buffer, filled, buffer.length - filled, position + filled))
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return buffer.subarray(0, filled)
  }

  write(position: number, chunks: readonly Uint8Array[]): Promise<void> {
    this.#grow(position, chunks)
    return this.#next(() => this.#writeAll(position, chunks))
  }

  sync(): Promise<void> {
    return this.#next(() => faultOf(fdatasyncFile(this.#fd), 'SYNC_FAILED'))
  }

  writeAndSync(position: number, chunks: readonly Uint8Array[]): Promise<void> {
    this.#grow(position, chunks)
    return this.#next(() => this.#worker.commit(this.#fd, position, chunks))
  }

  truncate(size: number): Promise<void> {
    this.#size = size
    return this.#next(() => faultOf(ftruncateFile(this.#fd, size)))
  }

  close(): Promise<void> {
    return this.#next(() => faultOf(closeFile(this.#fd)))
  }

  #grow(position: number, chunks: readonly Uint8Array[]): void {
    let end = position
    for (const chunk of chunks) end += chunk.length
    this.#size = Math.max(this.#size, end)
  }

  #next(work: () => Promise<void>): Promise<void> {
    const turn = this.#busy === undefined ? work() : this.#busy.then(work)
    const settled = turn
      .catch(() => undefined)
      .finally(() => {
        if (this.#busy === settled) this.#busy = undefined
      })
    this.#busy = settled
    return turn
  }

  async #writeAll(position: number, chunks: readonly Uint8Array[]): Promise<void> {
    let at = position
    let left = chunks.filter((chunk) => chunk.length > 0)
    while (left.length > 0) {
      let { bytesWritten } = await faultOf(writevFile(this.#fd, left, at))
      at += bytesWritten
      const index = left.findIndex((chunk) => {
        if (bytesWritten < chunk.length) return true
        bytesWritten -= chunk.length
        return false
      })
      left = index < 0 ? [] : [(left[index] as Uint8Array).subarray(bytesWritten), ...left.slice(index + 1)]
    }
  }
}
