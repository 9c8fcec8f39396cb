import type { Row } from '../change.ts'
import type { Aggregate } from './accumulator.ts'

/** An aggregate function with its argument and its FILTER. */
export interface AggregateCall {
  readonly aggregate: Aggregate
  /** The argument's value; a constant for COUNT(*). */
  readonly argument: (row: Row) => unknown
  /** AGG(…) FILTER (WHERE …): rows for which this is not true are left out. */
  readonly filter?: ((row: Row) => unknown) | undefined
}

export function initial(calls: readonly AggregateCall[]): unknown[] {
  return calls.map(({ aggregate }) => aggregate.init())
}

/** Takes a row into the states, or out of them. */
export function accumulate(calls: readonly AggregateCall[], states: unknown[], row: Row, add: boolean): void {
  for (let at = 0; at < calls.length; at++) {
    const { aggregate, argument, filter } = calls[at] as AggregateCall
    if (filter !== undefined && filter(row) !== true) continue
    const value = argument(row)
    states[at] = add ? aggregate.add(states[at], value) : aggregate.retract(states[at], value)
  }
}

export function results(calls: readonly AggregateCall[], states: readonly unknown[]): unknown[] {
  return calls.map(({ aggregate }, at) => aggregate.result(states[at]))
}

export function mergeStates(calls: readonly AggregateCall[], into: unknown[], from: readonly unknown[]): unknown[] {
  return calls.map(({ aggregate }, at) => aggregate.merge(into[at], from[at]))
}
