import type { ReadRequest, ReadResult } from '../contract.ts'

/** What one read has put together so far, from files and from memory, and what is left to be read. */
export class Gathered {
  readonly #maxBytes: number
  readonly #chunks: Buffer[] = []
  #bytes = 0
  left: ReadRequest

  constructor(request: ReadRequest) {
    this.#maxBytes = request.maxBytes
    this.left = request
  }

  take({ chunks, bytes, nextOffset }: ReadResult): void {
    this.#chunks.push(...chunks)
    this.#bytes += bytes
    const { upTo, atLeastOne } = this.left
    this.left = {
      from: nextOffset,
      upTo,
      maxBytes: this.#maxBytes - this.#bytes,
      atLeastOne: atLeastOne && this.#bytes === 0,
    }
  }

  get isEmpty(): boolean {
    return this.#bytes === 0
  }

  get result(): ReadResult {
    return { chunks: this.#chunks, bytes: this.#bytes, nextOffset: this.left.from }
  }
}
