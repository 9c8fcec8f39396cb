import { type AggregateCall, accumulate, initial, results } from '../aggregates/call.ts'
import { DELETE, INSERT, type Row, UPDATE_AFTER, UPDATE_BEFORE, adds } from '../change.ts'
import { keyOf, sameRow } from '../key.ts'
import type { OperatorFactory, Output } from '../operator.ts'
import { type Expiring, Expiry } from '../state/expiry.ts'

export interface GroupAggregateOptions {
  /** Columns of the input that name the group; none means one group over everything. */
  readonly keys: readonly number[]
  readonly calls: readonly AggregateCall[]
  /** Whether the receiver needs -U before +U. */
  readonly updateBefore: boolean
  /** A group that has had no row for so long is forgotten; 0 or absent: never. */
  readonly ttlMs?: number
  /** Changes are told after so many rows or so long after the first, one for each group. */
  readonly miniBatch?: { readonly rows: number; readonly latencyMs: number } | undefined
}

interface Group extends Expiring {
  readonly keyRow: Row
  count: number
  states: unknown[]
  /** What was last sent of this group; undefined when nothing was. */
  sent: unknown[] | undefined
}

/**
 * GROUP BY: gives `[...keys, ...results]`. Keeps, for each group, how many rows it has and the state of each function.
 * +I when a group appears, (-U) +U when its results change, -D when its last row is retracted; nothing when the results
 * stay the same (with a TTL they are sent again, as in Flink, so that what is behind lives on). A retraction of a row
 * that never came is dropped.
 */
export function groupAggregate(options: GroupAggregateOptions): OperatorFactory {
  const { keys, miniBatch } = options
  const key = keyOf(keys)
  return (output) => {
    const groups = new Map<unknown, Group>()
    const keyOfGroup = ({ keyRow }: Group): unknown => key(placed(keyRow, keys))
    const forget = (group: Group): void => {
      if (groups.get(keyOfGroup(group)) === group) groups.delete(keyOfGroup(group))
    }
    const expiry = new Expiry<Group>(options.ttlMs ?? 0, forget)
    const changed = new Set<Group>()
    let [waiting, since, now] = [0, 0, 0]
    const flush = (): void => {
      for (const group of changed) if (tell(group, options, output)) forget(group)
      changed.clear()
      waiting = 0
    }
    return {
      change(kind, row) {
        const group = take(groups, key(row), row, adds(kind), options, expiry)
        if (group === undefined) return
        if (miniBatch === undefined) {
          if (tell(group, options, output)) forget(group)
          return
        }
        changed.add(group)
        if (waiting++ === 0) since = now
        if (waiting >= miniBatch.rows) flush()
      },
      watermark(at) {
        flush()
        output.watermark(at)
      },
      clock(at) {
        now = at
        expiry.advance(at)
        if (miniBatch !== undefined && waiting > 0 && at - since >= miniBatch.latencyMs) flush()
      },
      due: () => (waiting > 0 && miniBatch !== undefined ? since + miniBatch.latencyMs : expiry.due()),
      snapshot: () => [...groups.values()],
      restore: (state) => {
        for (const group of state as Group[]) {
          group.sent ??= undefined
          groups.set(keyOfGroup(group), group)
          expiry.resume(group)
          // What was taken in before the snapshot and not told yet.
          if (miniBatch !== undefined) changed.add(group)
        }
        waiting = changed.size
      },
    }
  }
}

/** The row taken into its group; undefined when it takes back what never came. */
function take(
  groups: Map<unknown, Group>,
  at: unknown,
  row: Row,
  add: boolean,
  { keys, calls }: GroupAggregateOptions,
  expiry: Expiry<Group>,
): Group | undefined {
  let group = groups.get(at)
  if (group === undefined || expiry.isGone(group)) {
    if (!add) return undefined
    const keyRow = keys.map((column) => row[column])
    group = { keyRow, count: 0, states: initial(calls), sent: undefined }
    groups.set(at, group)
  }
  group.count += add ? 1 : -1
  accumulate(calls, group.states, row, add)
  expiry.touch(group)
  return group
}

/** Sends what has changed; true when the group is empty and may go. */
function tell(group: Group, { calls, updateBefore, ttlMs = 0 }: GroupAggregateOptions, output: Output): boolean {
  const { keyRow, sent, count } = group
  if (count === 0) {
    if (sent !== undefined) output.change(DELETE, [...keyRow, ...sent])
    return true
  }
  const now = results(calls, group.states)
  if (sent !== undefined && ttlMs === 0 && sameRow(now, sent)) return false
  group.sent = now
  if (sent === undefined) output.change(INSERT, [...keyRow, ...now])
  else {
    if (updateBefore) output.change(UPDATE_BEFORE, [...keyRow, ...sent])
    output.change(UPDATE_AFTER, [...keyRow, ...now])
  }
  return false
}

/** The key's values back in the columns that they came from. */
export function placed(keyRow: Row, columns: readonly number[]): Row {
  const row: unknown[] = []
  columns.forEach((column, at) => void (row[column] = keyRow[at]))
  return row
}
