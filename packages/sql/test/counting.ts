import { type Kind, type Row, adds } from '@millrace/dataflow'
import type { Table } from '../src/index.ts'

/** Takes a changelog and counts what it leaves of each row. */
export function counting(counts: Map<string, number>) {
  return (_table: Table | undefined, kind: Kind, row: Row): void => {
    const key = row.map(String).join(' | ')
    const count = (counts.get(key) ?? 0) + (adds(kind) ? 1 : -1)
    if (count === 0) counts.delete(key)
    else counts.set(key, count)
  }
}

/** What is left, in an order of its own. */
export function leftOf(counts: ReadonlyMap<string, number>): string[] {
  return [...counts].map(([key, count]) => `${count} x ${key}`).toSorted()
}
