import { Refusal } from '@millrace/kernel'

/** One way to compress the records of a batch. */
export interface Codec {
  compress(plain: Buffer): Buffer
  /**
   * @throws Refusal RECORD_BATCH_TOO_LARGE when it would unfold to more than `maxBytes`, before that is allocated;
   *   CORRUPT_COMPRESSION when the bytes are not of this codec.
   */
  decompress(stored: Buffer, maxBytes: number): Buffer
}

export function tooLarge(maxBytes: number): Refusal {
  return new Refusal('RECORD_BATCH_TOO_LARGE', `the batch unfolds to more than ${maxBytes} bytes`)
}

export function corrupt(codec: string, detail: string): Refusal {
  return new Refusal('CORRUPT_COMPRESSION', `the batch is no ${codec}: ${detail}`)
}
