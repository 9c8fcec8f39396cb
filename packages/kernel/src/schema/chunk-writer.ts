import { ByteWriter } from '../bytes/writer.ts'

/** Below this size a copy is cheaper than one more buffer in the gathered write. */
const COPY_MOST_BYTES = 1024

/** A writer whose large buffers are woven in by reference: they go from the log to the socket without a copy. */
export class ChunkWriter extends ByteWriter {
  readonly #woven: { at: number; chunk: Buffer }[] = []
  #wovenBytes = 0

  /** Bytes so far, woven ones included. */
  get totalLength(): number {
    return this.length + this.#wovenBytes
  }

  weave(chunk: Buffer): void {
    if (chunk.length <= COPY_MOST_BYTES) {
      this.bytes(chunk)
      return
    }
    this.#woven.push({ at: this.length, chunk })
    this.#wovenBytes += chunk.length
  }

  /** Everything in order; the writer is not used again. */
  chunks(): Buffer[] {
    const own = this.view()
    const result: Buffer[] = []
    let from = 0
    for (const { at, chunk } of this.#woven) {
      if (at > from) result.push(own.subarray(from, at))
      result.push(chunk)
      from = at
    }
    if (from < own.length || result.length === 0) result.push(own.subarray(from))
    return result
  }
}
