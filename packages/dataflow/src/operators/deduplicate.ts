import { INSERT, type Row, UPDATE_AFTER, UPDATE_BEFORE } from '../change.ts'
import type { Compare } from '../aggregates/accumulator.ts'
import { keyOf } from '../key.ts'
import type { OperatorFactory } from '../operator.ts'
import { type Expiring, Expiry } from '../state/expiry.ts'

export interface DeduplicateOptions {
  readonly keys: readonly number[]
  /** The column that orders rows of one key: the first or the last of it is kept. */
  readonly order: { readonly column: number; readonly compare: Compare; readonly keep: 'first' | 'last' }
  readonly updateBefore: boolean
  /** A key that has had no row for so long is forgotten; 0 or absent: never. */
  readonly ttlMs?: number
}

interface Kept extends Expiring {
  row: Row
}

/**
 * ROW_NUMBER() … = 1 by a time column over input that only grows. Keeps one row of each key. A row takes the place of
 * the one that is kept when it comes before it (first), or not before it (last).
 */
export function deduplicate({ keys, order, updateBefore, ttlMs = 0 }: DeduplicateOptions): OperatorFactory {
  const key = keyOf(keys)
  const { column, compare, keep } = order
  return (output) => {
    const kept = new Map<unknown, Kept>()
    const expiry = new Expiry<Kept>(ttlMs, (one) => {
      if (kept.get(key(one.row)) === one) kept.delete(key(one.row))
    })
    return {
      change(_kind, row) {
        const at = key(row)
        const held = kept.get(at)
        if (held === undefined || expiry.isGone(held)) {
          const fresh: Kept = { row }
          kept.set(at, fresh)
          expiry.touch(fresh)
          output.change(INSERT, row)
          return
        }
        const before = held.row
        const difference = compare(row[column], before[column])
        if (keep === 'first' ? difference >= 0 : difference < 0) return
        held.row = row
        expiry.touch(held)
        if (updateBefore) output.change(UPDATE_BEFORE, before)
        output.change(UPDATE_AFTER, row)
      },
      clock: (now) => expiry.advance(now),
      due: () => expiry.due(),
      snapshot: () => [...kept.values()],
      restore: (state) => {
        for (const one of state as Kept[]) {
          kept.set(key(one.row), one)
          expiry.resume(one)
        }
      },
    }
  }
}
