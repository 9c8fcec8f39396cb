import { valueKey } from '../key.ts'
import type { Aggregate, Compare } from './accumulator.ts'

/**
 * MIN(x) and MAX(x) over input that only grows: keeps the one value. `sign` is -1 for MIN, 1 for MAX. Retractions are
 * a planner's error here.
 */
export function extremeOfInserts(compare: Compare, sign: 1 | -1): Aggregate {
  const better = (held: unknown, value: unknown): unknown => {
    if (value === null) return held
    return held === null || compare(value, held) * sign > 0 ? value : held
  }
  return {
    init: () => null,
    add: better,
    retract: (state) => state,
    result: (state) => state,
    merge: better,
  }
}

type Values = Map<unknown, [value: unknown, count: number]>

/** MIN(x) and MAX(x) with retraction: keeps every value with its count, and the best one until that goes. */
export function extreme(compare: Compare, sign: 1 | -1): Aggregate {
  const change = (state: unknown, value: unknown, by: number): unknown => {
    if (value === null) return state
    const values = state as Values
    const key = valueKey(value)
    const entry = values.get(key)
    if (entry === undefined) values.set(key, [value, by])
    else if (entry[1] + by === 0) values.delete(key)
    else entry[1] += by
    return values
  }
  return {
    init: () => new Map(),
    add: (state, value) => change(state, value, 1),
    retract: (state, value) => change(state, value, -1),
    result: (state) => {
      let best: unknown = null
      for (const [value, count] of (state as Values).values()) {
        if (count > 0 && (best === null || compare(value, best) * sign > 0)) best = value
      }
      return best
    },
    merge: (into, from) => {
      for (const [value, count] of (from as Values).values()) change(into, value, count)
      return into
    },
  }
}
