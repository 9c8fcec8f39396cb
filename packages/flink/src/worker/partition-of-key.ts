const SEED = 0x97_47_b2_8c
const M = 0x5b_d1_e9_95

/** The partition that Kafka's Java client chooses for a key: murmur2 with its seed, made positive. */
export function partitionOfKey(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & 0x7f_ff_ff_ff) % partitions
}

function murmur2(data: Uint8Array): number {
  const { length } = data
  let h = SEED ^ length
  const words = length & ~3
  for (let at = 0; at < words; at += 4) {
    let k = byte(data, at) | (byte(data, at + 1) << 8) | (byte(data, at + 2) << 16) | (byte(data, at + 3) << 24)
    k = Math.imul(k, M)
    k ^= k >>> 24
    h = Math.imul(h, M) ^ Math.imul(k, M)
  }
  const rest = length - words
  if (rest === 3) h ^= byte(data, words + 2) << 16
  if (rest >= 2) h ^= byte(data, words + 1) << 8
  if (rest >= 1) h = Math.imul(h ^ byte(data, words), M)
  h ^= h >>> 13
  h = Math.imul(h, M)
  return h ^ (h >>> 15)
}

const byte = (data: Uint8Array, at: number): number => data[at] as number
