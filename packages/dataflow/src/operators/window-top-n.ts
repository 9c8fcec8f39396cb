import { INSERT, type Row, adds } from '../change.ts'
import { keyOf, rowKey } from '../key.ts'
import type { OperatorFactory } from '../operator.ts'
import { OpenWindows } from '../state/open-windows.ts'

export interface WindowTopNOptions {
  /** Columns that name a partition, the window's bounds among them. */
  readonly partition: readonly number[]
  readonly order: (a: Row, b: Row) => number
  /** Ranks `from` to `to` are given, counted from 1. */
  readonly from: number
  readonly to: number
  readonly withRank: boolean
  /** Column with the window's end, in ms. */
  readonly end: number
  readonly time: 'event' | 'processing'
}

/**
 * ROW_NUMBER() … <= n within windows: gives the first rows of each partition at once when the window closes, and forgets
 * them. Nothing is ever taken back; rows whose window is closed are dropped, and counted.
 */
export function windowTopN(options: WindowTopNOptions): OperatorFactory {
  const key = keyOf(options.partition)
  return (output) => {
    const open = new OpenWindows<Row[]>()
    let passed = -Infinity
    let late = 0
    const close = (upTo: number): void => {
      passed = upTo
      for (const [, held] of open.takeUntil(upTo)) {
        for (const rows of Map.groupBy(held, key).values()) {
          const best = rows.toSorted(options.order).slice(options.from - 1, options.to)
          best.forEach((row, at) => output.change(INSERT, options.withRank ? [...row, options.from + at] : row))
        }
      }
    }
    return {
      change(kind, row) {
        const end = row[options.end] as number
        if (end - 1 <= passed) {
          late++
          return
        }
        const rows = open.get(end) ?? []
        open.set(end, rows)
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
        const saved = state as { passed: number; late: number; open: [number, Row[]][] }
        ;({ passed, late } = saved)
        for (const [end, rows] of saved.open) open.set(end, rows)
      },
    }
  }
}

function removeOne(rows: Row[], row: Row): void {
  const wanted = rowKey(row)
  const at = rows.findLastIndex((one) => rowKey(one) === wanted)
  if (at >= 0) rows.splice(at, 1)
}
