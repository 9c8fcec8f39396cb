import { INSERT, type Row, UPDATE_AFTER, UPDATE_BEFORE } from '../change.ts'
import type { Compare } from '../aggregates/accumulator.ts'
import { keyOf } from '../key.ts'
import type { OperatorFactory } from '../operator.ts'

export interface DeduplicateOptions {
  readonly keys: readonly number[]
  /** The column that orders rows of one key: the first or the last of it is kept. */
  readonly order: { readonly column: number; readonly compare: Compare; readonly keep: 'first' | 'last' }
  readonly updateBefore: boolean
}

/**
 * ROW_NUMBER() … = 1 by a time column over input that only grows. Keeps one row of each key. A row takes the place of
 * the one that is kept when it comes before it (first), or not before it (last).
 */
export function deduplicate({ keys, order, updateBefore }: DeduplicateOptions): OperatorFactory {
  const key = keyOf(keys)
  const { column, compare, keep } = order
  return (output) => {
    const kept = new Map<unknown, Row>()
    return {
      change(_kind, row) {
        const at = key(row)
        const held = kept.get(at)
        if (held === undefined) {
          kept.set(at, row)
          output.change(INSERT, row)
          return
        }
        const difference = compare(row[column], held[column])
        if (keep === 'first' ? difference >= 0 : difference < 0) return
        kept.set(at, row)
        if (updateBefore) output.change(UPDATE_BEFORE, held)
        output.change(UPDATE_AFTER, row)
      },
      snapshot: () => [...kept.values()],
      restore: (state) => {
        for (const row of state as Row[]) kept.set(key(row), row)
      },
    }
  }
}
