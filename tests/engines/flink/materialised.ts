import type { GatewayAnswer } from './gateway.ts'

/** Rows that a changelog leaves, with how often each is there. */
export type Materialised = ReadonlyMap<string, number>

/** A row that two results do not have equally often. */
export interface Difference {
  readonly row: string
  readonly ours: number
  readonly flinks: number
}

const MOST_SHOWN = 5

/**
 * What is left of a changelog when it has ended, whatever it took back on its way. With `key`, the columns of a key, a
 * +U stands for the -U before it too.
 */
export function materialised(rows: GatewayAnswer['rows'], key?: readonly number[]): Materialised {
  if (key !== undefined) return newest(rows, key)
  const left = new Map<string, number>()
  for (const [kind, ...values] of rows) {
    const row = JSON.stringify(values)
    const count = (left.get(row) ?? 0) + (kind === '+I' || kind === '+U' ? 1 : -1)
    if (count === 0) left.delete(row)
    else left.set(row, count)
  }
  return left
}

function newest(rows: GatewayAnswer['rows'], key: readonly number[]): Materialised {
  const byKey = new Map<string, string>()
  for (const [kind, ...values] of rows) {
    const name = JSON.stringify(key.map((column) => values[column]))
    if (kind === '-D') byKey.delete(name)
    else if (kind !== '-U') byKey.set(name, JSON.stringify(values))
  }
  return new Map(Array.from(byKey.values(), (row) => [row, 1]))
}

/** The first rows that differ; none when both are the same. */
export function differencesOf(ours: Materialised, flinks: Materialised): Difference[] {
  const rows = new Set([...ours.keys(), ...flinks.keys()])
  const differences: Difference[] = []
  for (const row of rows) {
    const one = { row, ours: ours.get(row) ?? 0, flinks: flinks.get(row) ?? 0 }
    if (one.ours !== one.flinks) differences.push(one)
    if (differences.length === MOST_SHOWN) return differences
  }
  return differences
}
