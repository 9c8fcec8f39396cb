import { rowKey } from '../key.ts'
import type { Aggregate } from './accumulator.ts'

/** Values in the order of their arrival, nulls left out; a retraction takes the first that is equal. */
function arrivals(): Omit<Aggregate, 'result'> {
  return {
    init: () => [],
    add: (state, value) => {
      if (value !== null) (state as unknown[]).push(value)
      return state
    },
    retract: (state, value) => {
      const values = state as unknown[]
      const key = rowKey([value])
      const at = values.findIndex((one) => rowKey([one]) === key)
      if (at >= 0) values.splice(at, 1)
      return values
    },
    merge: (into, from) => [...(into as unknown[]), ...(from as unknown[])],
  }
}

/** FIRST_VALUE(x): the value that came first of those that are left. */
export const firstValue: Aggregate = { ...arrivals(), result: (state) => (state as unknown[])[0] ?? null }

/** LAST_VALUE(x): the value that came last of those that are left. */
export const lastValue: Aggregate = { ...arrivals(), result: (state) => (state as unknown[]).at(-1) ?? null }

/** LAST_VALUE(x) over input that only grows: keeps one value. */
export const lastOfInserts: Aggregate = {
  init: () => null,
  add: (state, value) => (value === null ? state : value),
  retract: (state) => state,
  result: (state) => state,
  merge: (into, from) => from ?? into,
}

/** FIRST_VALUE(x) over input that only grows: keeps one value. */
export const firstOfInserts: Aggregate = {
  ...lastOfInserts,
  add: (state, value) => state ?? value,
  merge: (into, from) => into ?? from,
}

/** LISTAGG(x, separator): the values in order of arrival, null over none. */
export function listAgg(separator: string): Aggregate {
  return {
    ...arrivals(),
    result: (state) => ((state as unknown[]).length === 0 ? null : (state as unknown[]).join(separator)),
  }
}

/** ARRAY_AGG(x): the values in order of arrival, nulls too; null over none. */
export const arrayAgg: Aggregate = {
  ...arrivals(),
  add: (state, value) => {
    ;(state as unknown[]).push(value)
    return state
  },
  result: (state) => ((state as unknown[]).length === 0 ? null : [...(state as unknown[])]),
}

/** COLLECT(x): each value with how often it came, nulls left out. */
export const multiset: Aggregate = {
  init: () => new Map(),
  add: (state, value) => counted(state, value, 1),
  retract: (state, value) => counted(state, value, -1),
  result: (state) => new Map((state as Map<string, [unknown, number]>).values()),
  merge: (into, from) => {
    for (const [value, count] of (from as Map<string, [unknown, number]>).values()) counted(into, value, count)
    return into
  },
}

function counted(state: unknown, value: unknown, by: number): unknown {
  const values = state as Map<string, [value: unknown, count: number]>
  if (value === null) return values
  const key = rowKey([value])
  const count = (values.get(key)?.[1] ?? 0) + by
  if (count === 0) values.delete(key)
  else values.set(key, [value, count])
  return values
}
