import type { Codec } from '@millrace/client'

/** Something of a key that spans a time, both ends inclusive; ms since epoch. */
export interface Span<V> {
  readonly start: number
  readonly end: number
  readonly value: V
}

const HEAD_BYTES = 20

/** Spans of one key, each: 8 bytes start, 8 bytes end, 4 bytes length, the value. */
export const spanList = <V>(codec: Codec<V>): Codec<readonly Span<V>[]> => ({
  encode: (spans) =>
    Buffer.concat(
      spans.flatMap(({ start, end, value }) => {
        const bytes = codec.encode(value) ?? Buffer.alloc(0)
        const head = Buffer.alloc(HEAD_BYTES)
        head.writeBigInt64BE(BigInt(start), 0)
        head.writeBigInt64BE(BigInt(end), 8)
        head.writeUInt32BE(bytes.length, 16)
        return [head, bytes]
      }),
    ),
  decode: (bytes) => {
    const spans: Span<V>[] = []
    if (bytes === null) return { kind: 'poison', reason: 'it is null where spans were expected' }
    for (let at = 0; at < bytes.length;) {
      const from = at + HEAD_BYTES
      if (from > bytes.length) return { kind: 'poison', reason: 'it ends within a span' }
      const to = from + bytes.readUInt32BE(at + 16)
      if (to > bytes.length) return { kind: 'poison', reason: 'it ends within a span' }
      const read = codec.decode(bytes.subarray(from, to))
      if (read.kind === 'poison') return read
      const [start, end] = [Number(bytes.readBigInt64BE(at)), Number(bytes.readBigInt64BE(at + 8))]
      spans.push({ start, end, value: read.value })
      at = to
    }
    return { kind: 'value', value: spans }
  },
})
