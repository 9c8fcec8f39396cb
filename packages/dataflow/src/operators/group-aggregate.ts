import { type AggregateCall, accumulate, initial, results } from '../aggregates/call.ts'
import { DELETE, INSERT, type Row, UPDATE_AFTER, UPDATE_BEFORE, adds } from '../change.ts'
import { keyOf, rowKey } from '../key.ts'
import type { OperatorFactory, Output } from '../operator.ts'

export interface GroupAggregateOptions {
  /** Columns of the input that name the group; none means one group over everything. */
  readonly keys: readonly number[]
  readonly calls: readonly AggregateCall[]
  /** Whether the receiver needs -U before +U. */
  readonly updateBefore: boolean
}

interface Group {
  count: number
  states: unknown[]
  /** What was last sent of this group. */
  sent: unknown[]
}

/**
 * GROUP BY: gives `[...keys, ...results]`. Keeps, for each group, how many rows it has and the state of each function.
 * +I when a group appears, (-U) +U when its results change, -D when its last row is retracted; nothing when the results
 * stay the same, as in Flink. A retraction of a row that never came is dropped.
 */
export function groupAggregate(options: GroupAggregateOptions): OperatorFactory {
  const { keys, calls } = options
  const key = keyOf(keys)
  return (output) => {
    const groups = new Map<unknown, [keyRow: Row, group: Group]>()
    return {
      change(kind, row) {
        const add = adds(kind)
        const at = key(row)
        const entry = groups.get(at)
        if (entry === undefined) {
          if (!add) return
          const group: Group = { count: 1, states: initial(calls), sent: [] }
          accumulate(calls, group.states, row, true)
          group.sent = results(calls, group.states)
          const keyRow = keys.map((column) => row[column])
          groups.set(at, [keyRow, group])
          output.change(INSERT, [...keyRow, ...group.sent])
          return
        }
        const [keyRow, group] = entry
        group.count += add ? 1 : -1
        accumulate(calls, group.states, row, add)
        if (group.count === 0) {
          groups.delete(at)
          output.change(DELETE, [...keyRow, ...group.sent])
        } else update(keyRow, group, options, output)
      },
      snapshot: () => [...groups.values()],
      restore: (state) => {
        for (const entry of state as [Row, Group][]) groups.set(key(placed(entry[0], keys)), entry)
      },
    }
  }
}

function update(keyRow: Row, group: Group, { calls, updateBefore }: GroupAggregateOptions, output: Output): void {
  const now = results(calls, group.states)
  if (rowKey(now) === rowKey(group.sent)) return
  if (updateBefore) output.change(UPDATE_BEFORE, [...keyRow, ...group.sent])
  group.sent = now
  output.change(UPDATE_AFTER, [...keyRow, ...now])
}

/** The key's values back in the columns that they came from. */
export function placed(keyRow: Row, columns: readonly number[]): Row {
  const row: unknown[] = []
  columns.forEach((column, at) => void (row[column] = keyRow[at]))
  return row
}
