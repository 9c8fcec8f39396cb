import { DELETE, INSERT, type Row, UPDATE_AFTER, adds } from '../change.ts'
import { keyOf, rowKey } from '../key.ts'
import type { OperatorFactory } from '../operator.ts'

/**
 * Makes an upsert stream of a changelog whose own key is another one. Keeps the rows of each key in the order of their
 * arrival: the last one is what the sink shows; when it is taken back, the one before comes up again, and -D goes out
 * with the last.
 */
export function upsertMaterialize(keys: readonly number[]): OperatorFactory {
  const key = keyOf(keys)
  return (output) => {
    const kept = new Map<unknown, Row[]>()
    return {
      change(kind, row) {
        const at = key(row)
        const rows = kept.get(at) ?? []
        if (adds(kind)) {
          output.change(rows.length === 0 ? INSERT : UPDATE_AFTER, row)
          kept.set(at, [...rows, row])
          return
        }
        const wanted = rowKey(row)
        const place = rows.findIndex((one) => rowKey(one) === wanted)
        if (place < 0) return
        const left = rows.toSpliced(place, 1)
        if (left.length === 0) {
          kept.delete(at)
          output.change(DELETE, row)
          return
        }
        kept.set(at, left)
        if (place === left.length) output.change(UPDATE_AFTER, left.at(-1) as Row)
      },
      snapshot: () => [...kept.values()],
      restore: (state) => {
        for (const rows of state as Row[][]) kept.set(key(rows[0] as Row), rows)
      },
    }
  }
}
