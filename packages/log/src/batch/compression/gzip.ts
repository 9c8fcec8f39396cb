import { gunzipSync, gzipSync } from 'node:zlib'
import type { Codec } from './codec.ts'
import { bounded } from './zlib.ts'

export const gzip: Codec = {
  compress: (plain) => gzipSync(plain),
  decompress: (stored, maxBytes) => bounded('gzip', maxBytes, () => gunzipSync(stored, { maxOutputLength: maxBytes })),
}
