import type { TypeName } from './type.ts'

/** BIGINT values are numbers as long as they are safe integers, and bigint beyond: one value has one form. */
export type Integer = number | bigint

/** The one form of a 64-bit integer; wraps around as Java does. */
export function long(value: bigint): Integer {
  const wrapped = BigInt.asIntN(64, value)
  const small = Number(wrapped)
  return Number.isSafeInteger(small) ? small : wrapped
}

const WRAP: Partial<Record<TypeName, (value: Integer) => Integer>> = {
  TINYINT: (value) => (Number(BigInt.asIntN(8, BigInt(value))) << 24) >> 24,
  SMALLINT: (value) => Number(BigInt.asIntN(16, BigInt(value))),
  INT: (value) =>
    typeof value === 'number' && (value | 0) === value ? value : Number(BigInt.asIntN(32, BigInt(value))),
  BIGINT: (value) => (Number.isSafeInteger(value) ? value : long(BigInt(value))),
}

/** Brings an integer into the range of a type by dropping high bits. */
export function wrapTo(name: TypeName): (value: Integer) => Integer {
  return WRAP[name] ?? ((value) => value)
}

type Operation = '+' | '-' | '*'

/** Integer arithmetic of a type: fast on numbers, exact beyond 2^53. */
export function integerOperation(operation: Operation, name: TypeName): (a: Integer, b: Integer) => Integer {
  const wrap = wrapTo(name)
  const quick = QUICK[operation]
  const exact = EXACT[operation]
  return (a, b) => {
    if (typeof a === 'number' && typeof b === 'number') {
      const result = quick(a, b)
      if (Number.isSafeInteger(result)) return wrap(result)
    }
    return wrap(long(exact(BigInt(a), BigInt(b))))
  }
}

const QUICK: Readonly<Record<Operation, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
}
const EXACT: Readonly<Record<Operation, (a: bigint, b: bigint) => bigint>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
}

/** The range of each integer type, for casts of text that must not wrap. */
export const RANGES: Partial<Record<TypeName, readonly [bigint, bigint]>> = {
  TINYINT: [-128n, 127n],
  SMALLINT: [-32_768n, 32_767n],
  INT: [-2_147_483_648n, 2_147_483_647n],
  BIGINT: [-(2n ** 63n), 2n ** 63n - 1n],
}
