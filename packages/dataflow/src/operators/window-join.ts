import { INSERT, type Row, adds } from '../change.ts'
import { type KeyOf, rowKey } from '../key.ts'
import type { OperatorFactory, Output } from '../operator.ts'
import { OpenWindows } from '../state/open-windows.ts'
import type { JoinType } from './join.ts'

export interface WindowJoinOptions {
  readonly type: JoinType
  /** Keys, the window's bounds among them. */
  readonly leftKey: KeyOf
  readonly rightKey: KeyOf
  readonly leftColumns: readonly number[]
  readonly rightColumns: readonly number[]
  readonly leftWidth: number
  readonly rightWidth: number
  readonly condition?: ((row: Row) => unknown) | undefined
  /** Columns with the window's end, in ms. */
  readonly leftEnd: number
  readonly rightEnd: number
  readonly time: 'event' | 'processing'
}

type SideRows = [left: Row[], right: Row[]]

/**
 * Join of rows of the same window: gives all results of a window at once when it closes, and forgets it. Nothing is ever
 * taken back; rows whose window is closed are dropped, and counted.
 */
export function windowJoin(options: WindowJoinOptions): OperatorFactory {
  return (output) => {
    const open = new OpenWindows<SideRows>()
    let passed = -Infinity
    let late = 0
    const close = (upTo: number): void => {
      passed = upTo
      for (const [, rows] of open.takeUntil(upTo)) joinRows(options, rows, output)
    }
    return {
      change(kind, row, input) {
        const end = row[input === 0 ? options.leftEnd : options.rightEnd] as number
        if (end - 1 <= passed) {
          late++
          return
        }
        const window = open.get(end) ?? [[], []]
        open.set(end, window)
        const rows = window[input as 0 | 1]
        if (adds(kind)) rows.push(row)
        else removeOne(rows, row)
      },
      watermark(at) {
        if (options.time === 'event') close(at)
        output.watermark(at)
      },
      clock(now) {
        if (options.time === 'processing') close(now - 1)
      },
      due: () => (options.time === 'processing' ? open.first() : undefined),
      snapshot: () => ({ passed, late, open: open.entries() }),
      restore: (state) => {
        const saved = state as { passed: number; late: number; open: [number, SideRows][] }
        ;({ passed, late } = saved)
        for (const [end, rows] of saved.open) open.set(end, rows)
      },
    }
  }
}

function removeOne(rows: Row[], row: Row): void {
  const wanted = rowKey(row)
  const at = rows.findIndex((one) => rowKey(one) === wanted)
  if (at >= 0) rows.splice(at, 1)
}

function joinRows(options: WindowJoinOptions, [left, right]: SideRows, output: Output): void {
  const { type, leftKey, rightKey, leftColumns, rightColumns, condition, leftWidth, rightWidth } = options
  const whole = (row: Row, columns: readonly number[]): boolean => columns.every((column) => row[column] !== null)
  const byKey = Map.groupBy(
    right.filter((row) => whole(row, rightColumns)),
    rightKey,
  )
  const met = new Set<Row>()
  for (const row of left) {
    const candidates = whole(row, leftColumns) ? (byKey.get(leftKey(row)) ?? []) : []
    const others = candidates.filter((other) => condition === undefined || condition([...row, ...other]) === true)
    if (type === 'semi' || type === 'anti') {
      if (others.length > 0 === (type === 'semi')) output.change(INSERT, row)
      continue
    }
    for (const other of others) {
      met.add(other)
      output.change(INSERT, [...row, ...other])
    }
    if (others.length === 0 && (type === 'left' || type === 'full'))
      output.change(INSERT, [...row, ...nulls(rightWidth)])
  }
  if (type !== 'right' && type !== 'full') return
  for (const row of right) if (!met.has(row)) output.change(INSERT, [...nulls(leftWidth), ...row])
}

function nulls(width: number): null[] {
  return Array.from({ length: width }, () => null)
}
