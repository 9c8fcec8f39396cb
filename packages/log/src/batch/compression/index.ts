import { Refusal } from '@millrace/kernel'
import type { Codec } from './codec.ts'
import { gzip } from './gzip.ts'
import { lz4 } from './lz4.ts'
import { none } from './none.ts'
import { snappy } from './snappy.ts'
import { zstd } from './zstd.ts'

/** The codecs, in the order of their numbers in a batch's attributes. */
export const codecs = { none, gzip, snappy, lz4, zstd } satisfies Record<string, Codec>

export type CompressionName = keyof typeof codecs

/** What one batch may unfold to when nobody says otherwise. */
export const DEFAULT_DECOMPRESSED_BYTES = 128 * 1024 * 1024

const NAMES = Object.keys(codecs) as CompressionName[]

export function compressionNumber(name: CompressionName): number {
  return NAMES.indexOf(name)
}

/** @throws Refusal UNSUPPORTED_COMPRESSION_TYPE */
export function compressionName(number: number): CompressionName {
  const name = NAMES[number]
  if (name === undefined) {
    throw new Refusal(
      'UNSUPPORTED_COMPRESSION_TYPE',
      `compression ${number} is unknown; ${NAMES.join(', ')} are 0 to 4`,
    )
  }
  return name
}

/** @throws Refusal UNSUPPORTED_COMPRESSION_TYPE */
export function codecOf(number: number): Codec {
  return codecs[compressionName(number)]
}
