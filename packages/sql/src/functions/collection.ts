import { rowKey } from '@millrace/dataflow'
import { castOf } from '../types/cast.ts'
import { commonType } from '../types/common-type.ts'
import { sqlError } from '../position.ts'
import { type SqlType, isInteger, nullable } from '../types/type.ts'
import { type ScalarFunction, simple } from './function.ts'

const common = (args: readonly SqlType[]): SqlType | undefined => {
  return args.slice(1).reduce<SqlType | undefined>((found, type) => found && commonType(found, type), args[0])
}

/** Keys and values in their common types. */
const mapOf: ScalarFunction['make'] = (args, result) => {
  const casts = args.map((type, at) => castOf(type, (at % 2 === 0 ? result.key : result.element) as SqlType))
  return (...given: unknown[]) => {
    const values = given.map((value, at) => (value === null ? null : casts[at]?.(value)))
    return new Map(values.flatMap((key, at) => (at % 2 === 0 ? [[key, values[at + 1]] as const] : [])))
  }
}

/** Keys are compared as values: bytes and decimals are objects. */
function itemOf(map: Map<unknown, unknown>, key: unknown): unknown {
  if (typeof key !== 'object') return map.get(key)
  const wanted = rowKey([key])
  return [...map].find(([one]) => rowKey([one]) === wanted)?.[1]
}

export const collections: readonly ScalarFunction[] = [
  simple(
    'ARRAY',
    'ARRAY[a, b, …]',
    [1, 1000],
    (args) => {
      const element = common(args)
      return element && { name: 'ARRAY', nullable: false, element }
    },
    (...values: unknown[]) => values,
    { nulls: 'own', common: 0 },
  ),
  simple(
    'MAP',
    'MAP[k, v, …]',
    [2, 1000],
    (args) => {
      const key = common(args.filter((_, at) => at % 2 === 0))
      const element = common(args.filter((_, at) => at % 2 === 1))
      return key && element && args.length % 2 === 0 ? { name: 'MAP', nullable: false, key, element } : undefined
    },
    () => null,
    { nulls: 'own', make: mapOf },
  ),
  simple(
    'ROW',
    'ROW(a, b, …)',
    [1, 1000],
    (args) => {
      return { name: 'ROW', nullable: false, fields: args.map((type, at) => ({ name: `EXPR$${at}`, type })) }
    },
    (...values: unknown[]) => values,
    { nulls: 'own' },
  ),
  simple(
    'ITEM',
    'a[n] (from 1), m[key]',
    2,
    ([a, b], _returning, constants) => {
      if (a?.name === 'MAP') return nullable(a.element as SqlType)
      if (a?.name !== 'ARRAY' || !isInteger(b as SqlType)) return undefined
      if (typeof constants?.[1] === 'number' && constants[1] < 1) {
        throw sqlError('SQL_VALIDATION', `Array element access needs an index starting at 1 but was ${constants[1]}`)
      }
      return nullable(a.element as SqlType)
    },
    (a: unknown[] | Map<unknown, unknown>, at: number) => (Array.isArray(a) ? a[at - 1] : itemOf(a, at)) ?? null,
    { nullable: true },
  ),
]
