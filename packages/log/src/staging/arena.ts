import type { LogLimits } from '../limits.ts'
import { Chunk } from './chunk.ts'

const POOLED_CHUNKS = 8

/**
 * Staging memory for frames and the recent tail: chunks of shared memory, in the order of their use. The oldest are
 * given up when there are more bytes than the tail may have, once their batches are in segments.
 */
export class Arena {
  readonly #limits: LogLimits
  readonly #pool: Chunk[] = []
  #chunks: Chunk[] = []
  #bytes = 0

  constructor(limits: LogLimits) {
    this.#limits = limits
  }

  get bytes(): number {
    return this.#bytes
  }

  /** A chunk with room for `length` bytes at its `used`. */
  room(length: number): Chunk {
    const last = this.#chunks.at(-1)
    if (last !== undefined && last.buffer.length - last.used >= length) return last
    return this.#add(this.#fresh(length))
  }

  /** Gives up the oldest chunks until the tail fits; `mostBytes` defaults to the limit. */
  trim(durableLsn: number, mostBytes = this.#limits.tailBytes): void {
    let drop = 0
    while (this.#bytes > mostBytes && drop < this.#chunks.length - 1) {
      const chunk = this.#chunks[drop] as Chunk
      if (chunk.unflushedBytes > 0 || chunk.lastLsn > durableLsn) break
      drop++
      this.#bytes -= chunk.buffer.length
      for (const partition of chunk.partitions) partition.dropFromTail(chunk)
      this.#reuse(chunk)
    }
    if (drop > 0) this.#chunks = this.#chunks.slice(drop)
  }

  #add(chunk: Chunk): Chunk {
    this.#chunks.push(chunk)
    this.#bytes += chunk.buffer.length
    return chunk
  }

  #fresh(length: number): Chunk {
    const { chunkBytes } = this.#limits
    if (length > chunkBytes) return new Chunk(Buffer.from(new SharedArrayBuffer(length)))
    return this.#pool.pop() ?? new Chunk(Buffer.from(new SharedArrayBuffer(chunkBytes)))
  }

  #reuse(chunk: Chunk): void {
    if (chunk.lent || chunk.buffer.length !== this.#limits.chunkBytes || this.#pool.length >= POOLED_CHUNKS) return
    chunk.reset()
    this.#pool.push(chunk)
  }
}
