import { compareValues } from '../types/compare.ts'
import { commonType } from '../types/common-type.ts'
import { BOOLEAN, type SqlType, isString, nullable } from '../types/type.ts'
import { rowKey } from '@millrace/dataflow'
import { type ScalarFunction, simple } from './function.ts'

const common = (args: readonly SqlType[]): SqlType | undefined => {
  return args.slice(1).reduce<SqlType | undefined>((found, type) => found && commonType(found, type), args[0])
}
const own = { nulls: 'own' } as const

function extreme(name: string, sign: number): ScalarFunction {
  const best = (a: unknown, b: unknown): unknown => (compareValues(b, a) * sign > 0 ? b : a)
  return simple(
    name,
    `${name}(a, b, …): null if any is null`,
    [1, 64],
    common,
    (...values: unknown[]) => values.reduce(best),
    { common: 0 },
  )
}

export const conditionals: readonly ScalarFunction[] = [
  simple(
    'COALESCE',
    'COALESCE(a, b, …): the first that is not null',
    [1, 64],
    (args) => {
      const type = common(args)
      return (
        type &&
        nullable(
          type,
          args.every((arg) => arg.nullable),
        )
      )
    },
    (...values: unknown[]) => values.find((value) => value !== null) ?? null,
    { ...own, common: 0 },
  ),
  simple(
    'IFNULL',
    'IFNULL(a, b): b if a is null',
    2,
    (args) => {
      const type = common(args)
      return (
        type &&
        nullable(
          type,
          args.every((arg) => arg.nullable),
        )
      )
    },
    (a: unknown, b: unknown) => a ?? b,
    { ...own, common: 0 },
  ),
  simple(
    'NULLIF',
    'NULLIF(a, b): null if they are equal',
    2,
    ([a]) => a && nullable(a),
    (a: unknown, b: unknown) => {
      return a === null || b === null || rowKey([a]) !== rowKey([b]) ? a : null
    },
    { ...own, common: 0 },
  ),
  simple(
    'IF',
    'IF(condition, a, b): a if it is true, otherwise b',
    3,
    (args) => {
      const type = args[0]?.name === 'BOOLEAN' ? commonType(args[1] as SqlType, args[2] as SqlType) : undefined
      return (
        type &&
        nullable(
          type,
          args.some((arg) => arg.nullable),
        )
      )
    },
    (condition: unknown, a: unknown, b: unknown) => (condition === true ? a : b),
    { ...own, common: 1 },
  ),
  extreme('GREATEST', 1),
  extreme('LEAST', -1),
  simple(
    'IN',
    'a IN (b, c, …)',
    [2, 100_001],
    (args) => ({ ...BOOLEAN, nullable: args.some(({ nullable: mayBeNull }) => mayBeNull) }),
    () => null,
    { ...own, common: 0, make: () => inList() },
  ),
  simple(
    'IS_ALPHA',
    'IS_ALPHA(s): only letters',
    1,
    ([a]) => (isString(a as SqlType) ? BOOLEAN : undefined),
    (s: string) => /^\p{L}+$/u.test(s),
  ),
  simple(
    'IS_DIGIT',
    'IS_DIGIT(s): only digits',
    1,
    ([a]) => (isString(a as SqlType) ? BOOLEAN : undefined),
    (s: string) => /^\d+$/.test(s),
  ),
  simple(
    'IS_DECIMAL',
    'IS_DECIMAL(s): a number',
    1,
    ([a]) => (isString(a as SqlType) ? BOOLEAN : undefined),
    (s: string) => /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[dDfF]?\s*$/.test(s),
  ),
]

/** Null when nothing is equal and a null was among them, by the rules of three-valued logic. */
function inList(): ScalarFunction['make'] extends (...args: never[]) => infer E ? E : never {
  return (wanted: unknown, ...values: unknown[]) => {
    if (wanted === null) return null
    const key = rowKey([wanted])
    let sawNull = false
    for (const value of values) {
      if (value === null) sawNull = true
      else if (rowKey([value]) === key) return true
    }
    return sawNull ? null : false
  }
}
