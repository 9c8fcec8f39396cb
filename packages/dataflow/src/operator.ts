import type { Kind, Row } from './change.ts'

/** Where an operator puts its results. */
export interface Output {
  change(kind: Kind, row: Row): void
  /** No row with an event time at or before `at` (ms) is expected any more. */
  watermark(at: number): void
}

/** What one operator does with its inputs. Called by one thread, in order; never keeps rows that it can do without. */
export interface Operator {
  change(kind: Kind, row: Row, input: number): void
  /** The least watermark of all inputs has moved; without this method it is passed on. */
  watermark?(at: number): void
  /** Processing time has moved (domain clock, ms). */
  clock?(now: number): void
  /** When `clock` wants to be called next; undefined when it waits for nothing. */
  due?(): number | undefined
  /** What a restart needs, as plain data (see state/codec.ts); absent when nothing is kept. */
  snapshot?(): unknown
  restore?(state: unknown): void
}

/** An operator, once it knows where its results go. */
export type OperatorFactory = (output: Output) => Operator
