import { type Codec, tooLarge } from './codec.ts'

/** As it is: a view, no copy. */
export const none: Codec = {
  compress: (plain) => plain,
  decompress(stored, maxBytes) {
    if (stored.length > maxBytes) throw tooLarge(maxBytes)
    return stored
  },
}
