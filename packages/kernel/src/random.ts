import { invariant } from './errors.ts'

/** A source of randomness. Seeded in tests and simulations; the system's at run time. */
export interface Random {
  /** Uniform in [0, 2^32). */
  uint32(): number
  /** Fills `target` with random bytes. */
  bytes(length: number): Uint8Array
}

/** xoshiro128** by Blackman and Vigna (2018): small, fast, good enough for simulations; not for secrets. */
export function seededRandom(seed: number): Random {
  const state = spread(seed)
  const uint32 = (): number => {
    let [a, b, c, d] = [...state] as [number, number, number, number]
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const t = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = rotate(d, 11)
    state.set([a, b, c, d])
    return result
  }
  return {
    uint32,
    bytes: (length) => Uint8Array.from({ length }, () => uint32() & 0xff),
  }
}

/** The system's cryptographic randomness. */
export const systemRandom: Random = {
  uint32: () => globalThis.crypto.getRandomValues(new Uint32Array(1))[0] as number,
  bytes: (length) => globalThis.crypto.getRandomValues(new Uint8Array(length)),
}

/** Uniform whole number in [0, bound); `bound` in 1..2^32. Rejects the biased tail. */
export function below(random: Random, bound: number): number {
  invariant(bound >= 1 && bound <= 2 ** 32, 'there is a number to draw')
  const limit = 2 ** 32 - (2 ** 32 % bound)
  for (;;) {
    const draw = random.uint32()
    if (draw < limit) return draw % bound
  }
}

/** Uniform in [0, 1). */
export function fraction(random: Random): number {
  return random.uint32() / 2 ** 32
}

/** Fisher-Yates: a new array with the items in random order. */
export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const result = [...items]
  for (let index = result.length - 1; index > 0; index--) {
    const other = below(random, index + 1)
    const held = result[index] as T
    result[index] = result[other] as T
    result[other] = held
  }
  return result
}

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits))

/** SplitMix32: four well mixed words from one seed. */
function spread(seed: number): Int32Array {
  let word = seed | 0
  return Int32Array.from({ length: 4 }, () => {
    word = (word + 0x9e3779b9) | 0
    let mixed = word ^ (word >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return mixed ^ (mixed >>> 15)
  })
}
