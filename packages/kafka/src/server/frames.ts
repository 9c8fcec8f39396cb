import { Refusal } from '@millrace/kernel'

/** Key, version and correlation id: no request is shorter. */
const FRAME_LEAST_BYTES = 8

/** A frame that drips in is put together now and then, so that its chunks do not weigh more than its bytes. */
const CHUNKS_MOST = 4096

/**
 * Cuts a stream into frames: a length in four bytes, then so many bytes. Holds what has arrived, never what a length
 * promises. A frame that lies in one chunk is a view of it; one that does not is copied once.
 */
export class FrameCutter {
  /** Longest frame, bytes. */
  mostBytes: number
  #chunks: Buffer[] = []
  #held = 0

  constructor(mostBytes: number) {
    this.mostBytes = mostBytes
  }

  /** Bytes of a frame that is not whole yet. */
  get held(): number {
    return this.#held
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#held += chunk.length
    if (this.#chunks.length > CHUNKS_MOST) this.#merge()
  }

  /**
   * The next whole frame, without its length; undefined when it has not arrived yet.
   *
   * @throws Refusal FRAME_TOO_LARGE, FRAME_TOO_SMALL: there is no way to go on from here.
   */
  next(): Buffer | undefined {
    if (this.#held < 4) return undefined
    const length = this.#length()
    if (this.#held < 4 + length) return undefined
    return this.#take(4 + length).subarray(4)
  }

  #length(): number {
    const length = this.#first(4).readInt32BE(0)
    if (length > this.mostBytes) {
      throw new Refusal('FRAME_TOO_LARGE', `a request of ${length} bytes; ${this.mostBytes} are allowed`)
    }
    if (length < FRAME_LEAST_BYTES) {
      throw new Refusal('FRAME_TOO_SMALL', `a request of ${length} bytes; its header alone takes ${FRAME_LEAST_BYTES}`)
    }
    return length
  }

  /** A chunk that holds the first bytes of the frame. */
  #first(bytes: number): Buffer {
    const [first] = this.#chunks as [Buffer]
    return first.length >= bytes ? first : this.#merge()
  }

  #take(bytes: number): Buffer {
    const first = this.#first(bytes)
    this.#held -= bytes
    if (first.length === bytes) this.#chunks.shift()
    else this.#chunks[0] = first.subarray(bytes)
    return first.subarray(0, bytes)
  }

  #merge(): Buffer {
    const whole = Buffer.concat(this.#chunks)
    this.#chunks = [whole]
    return whole
  }
}
