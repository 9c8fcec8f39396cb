import { type AggregateCall, accumulate, initial, results } from '../aggregates/call.ts'
import { INSERT, type Row, adds } from '../change.ts'
import { keyOf } from '../key.ts'
import type { OperatorFactory } from '../operator.ts'
import { OpenWindows } from '../state/open-windows.ts'
import { placed } from './group-aggregate.ts'

export interface WindowAggregateOptions {
  readonly keys: readonly number[]
  /** Columns with the bounds of the row's window, in ms, as `windowExpand` gives them. */
  readonly start: number
  readonly end: number
  /** What closes windows: the watermark, or the clock. */
  readonly time: 'event' | 'processing'
  readonly calls: readonly AggregateCall[]
}

interface Group {
  readonly keyRow: Row
  count: number
  readonly states: unknown[]
}

interface OpenWindow {
  readonly start: number
  readonly groups: Map<unknown, Group>
}

/**
 * GROUP BY window_start, window_end [, keys] over TUMBLE, HOP or CUMULATE: gives
 * `[...keys, ...results, start, end, end - 1]` once, when the watermark (or the clock) reaches the window's last
 * millisecond. Keeps the groups of windows that are open. Rows whose windows are closed are dropped, and counted.
 */
export function windowAggregate(options: WindowAggregateOptions): OperatorFactory {
  const { keys, time, calls } = options
  const key = keyOf(keys)
  return (output) => {
    const open = new OpenWindows<OpenWindow>()
    let passed = -Infinity
    let late = 0
    const close = (upTo: number): void => {
      passed = upTo
      for (const [end, { start, groups }] of open.takeUntil(upTo)) {
        for (const { keyRow, count, states } of groups.values()) {
          if (count > 0) output.change(INSERT, [...keyRow, ...results(calls, states), start, end, end - 1])
        }
      }
    }
    return {
      change(kind, row) {
        const start = row[options.start] as number
        const end = row[options.end] as number
        if (end - 1 <= passed) {
          late++
          return
        }
        const add = adds(kind)
        const group = groupOf(held(open, start, end), key(row), row, keys, calls)
        group.count += add ? 1 : -1
        accumulate(calls, group.states, row, add)
      },
      watermark(at) {
        if (time === 'event') close(at)
        output.watermark(at)
      },
      clock(now) {
        if (time === 'processing') close(now - 1)
      },
      due: () => (time === 'event' ? undefined : open.first()),
      snapshot: () => ({
        passed,
        late,
        open: open.entries().map(([end, { start, groups }]) => [start, end, [...groups.values()]]),
      }),
      restore: (state) => {
        const saved = state as { passed: number; late: number; open: [number, number, Group[]][] }
        ;({ passed, late } = saved)
        for (const [start, end, groups] of saved.open) {
          const window = held(open, start, end)
          for (const group of groups) window.groups.set(key(placed(group.keyRow, keys)), group)
        }
      },
    }
  }
}

/** Windows of one function that end together begin together. */
function held(open: OpenWindows<OpenWindow>, start: number, end: number): OpenWindow {
  let window = open.get(end)
  if (window === undefined) open.set(end, (window = { start, groups: new Map() }))
  return window
}

function groupOf(
  { groups }: OpenWindow,
  key: unknown,
  row: Row,
  keys: readonly number[],
  calls: readonly AggregateCall[],
): Group {
  let group = groups.get(key)
  if (group === undefined) {
    group = { keyRow: keys.map((column) => row[column]), count: 0, states: initial(calls) }
    groups.set(key, group)
  }
  return group
}
