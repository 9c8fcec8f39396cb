import { ByteReader } from '../bytes/reader.ts'
import { Refusal } from '../errors.ts'

/** Elements of all arrays of one message together; a frame of zeros must not become millions of objects. */
const ELEMENTS_MOST = 500_000

/** A reader of one message, with its budget of array elements. */
export class FrameReader extends ByteReader {
  #elementsLeft = ELEMENTS_MOST

  /**
   * Checks a count before anything is allocated for it.
   *
   * @throws Refusal TRUNCATED when so many elements cannot be in the bytes that are left, LIMIT_EXCEEDED when they
   *   are more than a message may have.
   */
  elements(count: number, leastBytes: number): number {
    if (count * leastBytes > this.remaining) {
      throw new Refusal('TRUNCATED', `${count} elements at byte ${this.position} do not fit ${this.remaining} bytes`)
    }
    this.#elementsLeft -= count
    if (this.#elementsLeft < 0) {
      throw new Refusal('LIMIT_EXCEEDED', `a message is limited to ${ELEMENTS_MOST} array elements in all`)
    }
    return count
  }
}
