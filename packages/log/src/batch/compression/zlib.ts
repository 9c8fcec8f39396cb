import { messageOf } from '@millrace/kernel'
import { corrupt, tooLarge } from './codec.ts'

/** Runs a decompressor of node:zlib that was given `maxOutputLength`, and names what went wrong. */
export function bounded(codec: string, maxBytes: number, decompress: () => Buffer): Buffer {
  try {
    return decompress()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes)
    throw corrupt(codec, messageOf(error))
  }
}
