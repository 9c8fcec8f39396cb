import { rowKey } from '@millrace/dataflow'
import { commonType } from '../types/common-type.ts'
import { BOOLEAN, INT, type SqlType, isInteger, nullable } from '../types/type.ts'
import { type ScalarFunction, simple } from './function.ts'

const common = (args: readonly SqlType[]): SqlType | undefined => {
  return args.slice(1).reduce<SqlType | undefined>((found, type) => found && commonType(found, type), args[0])
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
    (...values: unknown[]) =>
      new Map(values.flatMap((key, at) => (at % 2 === 0 ? [[key, values[at + 1]] as const] : []))),
    { nulls: 'own' },
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
    ([a, b]) => {
      if (a?.name === 'MAP') return nullable(a.element as SqlType)
      return a?.name === 'ARRAY' && isInteger(b as SqlType) ? nullable(a.element as SqlType) : undefined
    },
    (a: unknown[] | Map<unknown, unknown>, at: number) => (Array.isArray(a) ? a[at - 1] : a.get(at)) ?? null,
  ),
  simple(
    'CARDINALITY',
    'CARDINALITY(a): how many elements',
    1,
    ([a]) => (a?.name === 'ARRAY' || a?.name === 'MAP' ? INT : undefined),
    (a: unknown[] | Map<unknown, unknown>) => (Array.isArray(a) ? a.length : a.size),
  ),
  simple(
    'ARRAY_CONTAINS',
    'ARRAY_CONTAINS(a, x)',
    2,
    ([a]) => (a?.name === 'ARRAY' ? BOOLEAN : undefined),
    (a: unknown[], x: unknown) => a.some((one) => rowKey([one]) === rowKey([x])),
  ),
]
