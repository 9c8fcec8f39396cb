import { isDecimal } from './decimal.ts'

/** Orders two values of one type; neither is null. */
export function compareValues(a: unknown, b: unknown): number {
  if (isDecimal(a)) return a.comparedTo(b as typeof a)
  if (a instanceof Uint8Array) return Buffer.compare(a, b as Uint8Array)
  if (Array.isArray(a)) return compareRows(a, b as unknown[])
  return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0
}

function compareRows(a: readonly unknown[], b: readonly unknown[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = nullsFirst(a[at], b[at])
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** Nulls before all values, as Flink orders them ascending. */
export function nullsFirst(a: unknown, b: unknown): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1
  return compareValues(a, b)
}
