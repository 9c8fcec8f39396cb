import type { Kind, Row } from '@millrace/dataflow'

/** A source that makes its rows in the worker itself. */
export interface LocalSource {
  /** Gives some of the rows that are there by `now`; whether there are more at once. */
  pull(now: number, give: (kind: Kind, row: Row) => void): boolean
  /** When more rows will be there; undefined when nothing is waited for. */
  due(now: number): number | undefined
  /** Whether it will never give a row again. */
  readonly ended: boolean
  /** Plain data that a restart goes on from. */
  snapshot(): unknown
  restore(state: unknown): void
}
