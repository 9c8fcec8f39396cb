import type { Codec } from '@millrace/client'

/** Numbers as JSON, for tests. */
export const numberCodec: Codec<number> = {
  encode: (value) => Buffer.from(JSON.stringify(value)),
  decode: (bytes) => {
    const value = Number(bytes?.toString() ?? 'nothing')
    return Number.isNaN(value) ? { kind: 'poison', reason: 'it is no number' } : { kind: 'value', value }
  },
}
