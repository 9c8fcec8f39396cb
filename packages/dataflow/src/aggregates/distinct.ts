import { valueKey } from '../key.ts'
import type { Aggregate } from './accumulator.ts'

interface Distinct {
  inner: unknown
  readonly seen: Map<unknown, [value: unknown, count: number]>
}

/** AGG(DISTINCT x): the inner function sees a value when it first comes and when its last copy goes. */
export function distinct(inner: Aggregate): Aggregate {
  const change = (state: unknown, value: unknown, by: 1 | -1): unknown => {
    if (value === null) return state
    const held = state as Distinct
    const key = valueKey(value)
    const before = held.seen.get(key)?.[1] ?? 0
    const after = before + by
    if (after === 0) held.seen.delete(key)
    else held.seen.set(key, [value, after])
    if (before === 0 && after === 1) held.inner = inner.add(held.inner, value)
    else if (before === 1 && after === 0) held.inner = inner.retract(held.inner, value)
    return held
  }
  return {
    init: () => ({ inner: inner.init(), seen: new Map() }),
    add: (state, value) => change(state, value, 1),
    retract: (state, value) => change(state, value, -1),
    result: (state) => inner.result((state as Distinct).inner),
    merge: (into, from) => {
      for (const [value, count] of (from as Distinct).seen.values()) {
        for (let n = 0; n < count; n++) change(into, value, 1)
      }
      return into
    },
  }
}
