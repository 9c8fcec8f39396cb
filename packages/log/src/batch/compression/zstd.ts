import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Codec } from './codec.ts'
import { bounded } from './zlib.ts'

export const zstd: Codec = {
  compress: (plain) => zstdCompressSync(plain),
  decompress: (stored, maxBytes) =>
    bounded('zstd', maxBytes, () => zstdDecompressSync(stored, { maxOutputLength: maxBytes })),
}
