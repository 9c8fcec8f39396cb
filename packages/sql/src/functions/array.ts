import { rowKey } from '@millrace/dataflow'
import { commonType } from '../types/common-type.ts'
import { compareValues } from '../types/compare.ts'
import { BOOLEAN, INT, STRING, type SqlType, isInteger, isString, nullable } from '../types/type.ts'
import { type ScalarFunction, simple } from './function.ts'

type Values = readonly unknown[]

const keyOf = (value: unknown): string => rowKey([value])
const unique = (values: Values): unknown[] => [...new Map(values.map((value) => [keyOf(value), value])).values()]
const elementOf = (type: SqlType | undefined): SqlType | undefined =>
  type?.name === 'ARRAY' ? type.element : undefined
const ofArray =
  (result: (array: SqlType, element: SqlType) => SqlType): ScalarFunction['type'] =>
  ([a]) => {
    const element = elementOf(a)
    return a === undefined || element === undefined ? undefined : result(a, element)
  }
const same = ofArray((array) => array)
const mayBeNull = { nullable: true } as const

/** An array and a value of its kind: an array of both. */
const withElement: ScalarFunction['type'] = ([a, b]) => {
  const element = elementOf(a)
  const both = element && b && commonType(element, b)
  return both && { name: 'ARRAY', nullable: true, element: both }
}

const together: ScalarFunction['type'] = (args) => {
  const element = args
    .map((arg) => elementOf(arg))
    .reduce((found, one) => (found === undefined || one === undefined ? undefined : commonType(found, one)))
  return element && { name: 'ARRAY', nullable: true, element }
}

/** Nulls first, as Flink sorts ascending. */
function ordered(values: Values, descending = false): unknown[] {
  const rest = values.filter((value) => value !== null).toSorted(compareValues)
  const nulls = values.filter((value) => value === null)
  return descending ? [...rest.toReversed(), ...nulls] : [...nulls, ...rest]
}

/** Positions count from 1, from the end when negative; both ends belong to it. */
function slice(values: Values, from: number, to = values.length): unknown[] {
  const place = (n: number): number => (n < 0 ? values.length + n + 1 : Math.max(n, 1))
  return values.slice(place(from) - 1, Math.max(0, place(to)))
}

function extreme(values: Values, sign: number): unknown {
  return values.reduce(
    (best, one) => (best === null || (one !== null && compareValues(one, best) * sign > 0) ? one : best),
    null,
  )
}

export const arrays: readonly ScalarFunction[] = [
  simple(
    'ARRAY_CONTAINS',
    'ARRAY_CONTAINS(a, x)',
    2,
    ofArray(() => BOOLEAN),
    (a: Values, x: unknown) => a.some((one) => keyOf(one) === keyOf(x)),
  ),
  simple('ARRAY_DISTINCT', 'ARRAY_DISTINCT(a): each value once', 1, same, unique),
  simple(
    'ARRAY_POSITION',
    'ARRAY_POSITION(a, x): from 1; 0 if it is not there',
    2,
    ofArray(() => INT),
    (a: Values, x: unknown) => a.findIndex((one) => keyOf(one) === keyOf(x)) + 1,
  ),
  simple('ARRAY_REMOVE', 'ARRAY_REMOVE(a, x)', 2, same, (a: Values, x: unknown) =>
    a.filter((one) => keyOf(one) !== keyOf(x)),
  ),
  simple('ARRAY_REVERSE', 'ARRAY_REVERSE(a)', 1, same, (a: Values) => a.toReversed()),
  simple('ARRAY_SLICE', 'ARRAY_SLICE(a, from [, to])', [2, 3], same, slice),
  simple('ARRAY_SORT', 'ARRAY_SORT(a [, ascending])', [1, 3], same, (a: Values, ascending = true) =>
    ordered(a, !ascending),
  ),
  simple(
    'ARRAY_MAX',
    'ARRAY_MAX(a)',
    1,
    ofArray((_, element) => nullable(element)),
    (a: Values) => extreme(a, 1),
    mayBeNull,
  ),
  simple(
    'ARRAY_MIN',
    'ARRAY_MIN(a)',
    1,
    ofArray((_, element) => nullable(element)),
    (a: Values) => extreme(a, -1),
    mayBeNull,
  ),
  simple('ARRAY_APPEND', 'ARRAY_APPEND(a, x)', 2, withElement, (a: Values, x: unknown) => [...a, x]),
  simple('ARRAY_PREPEND', 'ARRAY_PREPEND(a, x)', 2, withElement, (a: Values, x: unknown) => [x, ...a]),
  simple('ARRAY_CONCAT', 'ARRAY_CONCAT(a, b, …)', [1, 64], together, (...all: Values[]) => all.flat()),
  simple('ARRAY_UNION', 'ARRAY_UNION(a, b): each value once', 2, together, (a: Values, b: Values) =>
    unique([...a, ...b]),
  ),
  simple('ARRAY_EXCEPT', 'ARRAY_EXCEPT(a, b)', 2, same, (a: Values, b: Values) => {
    const left = new Set(b.map(keyOf))
    return unique(a).filter((one) => !left.has(keyOf(one)))
  }),
  simple('ARRAY_INTERSECT', 'ARRAY_INTERSECT(a, b)', 2, same, (a: Values, b: Values) => {
    const both = new Set(b.map(keyOf))
    return unique(a).filter((one) => both.has(keyOf(one)))
  }),
  simple(
    'ARRAY_JOIN',
    'ARRAY_JOIN(a, between [, for nulls])',
    [2, 3],
    ([a, b]) =>
      elementOf(a) !== undefined && isString(elementOf(a) as SqlType) && isString(b as SqlType) ? STRING : undefined,
    (a: Values, between: string, forNulls?: string) =>
      a.flatMap((one) => (one === null ? (forNulls === undefined ? [] : [forNulls]) : [one])).join(between),
  ),
  simple(
    'ELEMENT',
    'ELEMENT(a): the only element',
    1,
    ofArray((_, element) => element),
    (a: Values) => a[0] ?? null,
  ),
  simple(
    'MAP_KEYS',
    'MAP_KEYS(m)',
    1,
    ([m]) => (m?.name === 'MAP' ? { name: 'ARRAY', nullable: true, element: m.key as SqlType } : undefined),
    (m: Map<unknown, unknown>) => [...m.keys()],
  ),
  simple(
    'MAP_VALUES',
    'MAP_VALUES(m)',
    1,
    ([m]) => (m?.name === 'MAP' ? { name: 'ARRAY', nullable: true, element: m.element as SqlType } : undefined),
    (m: Map<unknown, unknown>) => [...m.values()],
  ),
  simple(
    'MAP_ENTRIES',
    'MAP_ENTRIES(m): rows of key and value',
    1,
    ([m]) => {
      if (m?.name !== 'MAP') return undefined
      const fields = [
        { name: 'key', type: m.key as SqlType },
        { name: 'value', type: m.element as SqlType },
      ]
      return { name: 'ARRAY', nullable: true, element: { name: 'ROW', nullable: false, fields } }
    },
    (m: Map<unknown, unknown>) => [...m],
  ),
  simple(
    'MAP_FROM_ARRAYS',
    'MAP_FROM_ARRAYS(keys, values)',
    2,
    ([a, b]) => {
      const [key, element] = [elementOf(a), elementOf(b)]
      return key && element && { name: 'MAP', nullable: true, key, element }
    },
    (keys: Values, values: Values) => new Map(keys.map((key, at) => [key, values[at] ?? null])),
  ),
  simple(
    'MAP_UNION',
    'MAP_UNION(a, b, …)',
    [1, 64],
    ([m]) => (m?.name === 'MAP' ? m : undefined),
    (...all: Map<unknown, unknown>[]) => new Map(all.flatMap((one) => [...one])),
  ),
  simple(
    'CARDINALITY',
    'CARDINALITY(a): how many elements',
    1,
    ([a]) => (a?.name === 'ARRAY' || a?.name === 'MAP' ? INT : undefined),
    (a: Values | Map<unknown, unknown>) => ('length' in a ? a.length : a.size),
  ),
].map((one) =>
  one.name === 'ARRAY_SLICE'
    ? { ...one, type: (args) => (args.slice(1).every(isInteger) ? one.type(args) : undefined) }
    : one,
)
