import type { OperatorFactory } from '../operator.ts'
import type { WindowAssigner } from './window.ts'

export interface WindowExpandOptions {
  readonly time: number
  readonly assign: WindowAssigner
}

/**
 * A window table function read by itself: each row once for each of its windows, with window_start, window_end and
 * window_time (the window's last millisecond) behind its columns. Keeps nothing. A row without a time is dropped.
 */
export function windowExpand({ time, assign }: WindowExpandOptions): OperatorFactory {
  return (output) => ({
    change(kind, row) {
      const at = row[time]
      if (typeof at !== 'number') return
      for (const { start, end } of assign(at)) output.change(kind, [...row, start, end, end - 1])
    },
  })
}
