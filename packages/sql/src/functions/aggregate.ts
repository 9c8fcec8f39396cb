import {
  type Aggregate,
  type Arithmetic,
  arrayAgg,
  avg,
  count,
  deviation,
  extreme,
  extremeOfInserts,
  firstOfInserts,
  firstValue,
  lastOfInserts,
  lastValue,
  listAgg,
  multiset,
  sum,
  sum0,
} from '@millrace/dataflow'
import { compareValues } from '../types/compare.ts'
import { decimalOf } from '../types/decimal.ts'
import { castOf } from '../types/cast.ts'
import {
  DOUBLE,
  type SqlType,
  STRING,
  decimal,
  isApproximate,
  isInteger,
  isNumeric,
  isString,
  nullable,
} from '../types/type.ts'
import { numberOperation } from './arithmetic.ts'

/** An aggregate function: its result's type, and how it is computed. */
export interface AggregateFunction {
  readonly name: string
  readonly doc: string
  readonly arity: readonly [number, number]
  readonly type: (arg: SqlType) => SqlType | undefined
  /** `retracts`: whether the input takes rows back; `constant`: the second argument. */
  readonly make: (arg: SqlType, result: SqlType, retracts: boolean, constant: unknown) => Aggregate
}

const sumType = (arg: SqlType): SqlType | undefined => {
  if (arg.name === 'DECIMAL') return decimal(38, arg.scale ?? 0)
  return isNumeric(arg) ? nullable(arg) : undefined
}
const avgType = (arg: SqlType): SqlType | undefined => {
  if (arg.name === 'DECIMAL') return decimal(38, Math.max(6, arg.scale ?? 0))
  return isNumeric(arg) ? nullable(arg) : undefined
}

function arithmeticOf(type: SqlType): Arithmetic {
  const operation = (name: '+' | '-' | '/'): ((a: unknown, b: unknown) => unknown) => {
    return numberOperation(name, type) as (a: unknown, b: unknown) => unknown
  }
  const divide = operation('/')
  const zero = type.name === 'DECIMAL' ? decimalOf(0) : 0
  return { zero, add: operation('+'), subtract: operation('-'), divide }
}

/** The sum of an average is kept wide, so that an average of large numbers does not wrap. */
function averageOf(arg: SqlType, result: SqlType): Aggregate {
  if (isApproximate(arg))
    return avg(
      arithmeticOf({ name: 'DOUBLE', nullable: true }),
      result.name === 'FLOAT' ? (x) => Math.fround(x as number) : undefined,
    )
  const wide = result.name === 'DECIMAL' ? result : { ...result, name: 'BIGINT' as const }
  return avg(arithmeticOf(wide))
}

const extremes = (name: string, sign: 1 | -1): AggregateFunction => ({
  name,
  doc: `${name}(x)`,
  arity: [1, 1],
  type: (arg) => (['ARRAY', 'MAP', 'ROW'].includes(arg.name) ? undefined : nullable(arg)),
  make: (_arg, _result, retracts) => (retracts ? extreme(compareValues, sign) : extremeOfInserts(compareValues, sign)),
})

/** In the type of the argument, as Flink has it: whole numbers divide without a fraction at each step. */
function variance(name: string, of: 'population' | 'sample', root: boolean): AggregateFunction {
  return {
    name,
    doc: `${name}(x): of a ${of}`,
    arity: [1, 1],
    type: avgType,
    make: (_arg, result) => varianceOf(result, of, root),
  }
}

function varianceOf(type: SqlType, of: 'population' | 'sample', root: boolean): Aggregate {
  const real = (value: unknown): number => Number(value)
  const back = castOf(DOUBLE, type) as (value: unknown) => unknown
  return deviation({ sample: of === 'sample', root, whole: isInteger(type) }, real, back)
}

const all: readonly AggregateFunction[] = [
  {
    name: 'COUNT',
    doc: 'COUNT(*), COUNT(x), COUNT(DISTINCT x)',
    arity: [0, 1],
    type: () => ({ name: 'BIGINT', nullable: false }),
    make: () => count,
  },
  {
    name: 'SUM',
    doc: 'SUM(x): null over no values',
    arity: [1, 1],
    type: sumType,
    make: (_arg, result) => sum(arithmeticOf(result)),
  },
  {
    name: '$SUM0',
    doc: '$SUM0(x): 0 over no values',
    arity: [1, 1],
    type: (arg) => {
      const type = sumType(arg)
      return type && nullable(type, false)
    },
    make: (_arg, result) => sum0(arithmeticOf(result)),
  },
  { name: 'AVG', doc: 'AVG(x): of integers without its fraction', arity: [1, 1], type: avgType, make: averageOf },
  extremes('MIN', -1),
  extremes('MAX', 1),
  {
    name: 'FIRST_VALUE',
    doc: 'FIRST_VALUE(x): the one that came first',
    arity: [1, 1],
    type: nullable,
    make: (_a, _r, retracts) => (retracts ? firstValue : firstOfInserts),
  },
  {
    name: 'LAST_VALUE',
    doc: 'LAST_VALUE(x): the one that came last',
    arity: [1, 1],
    type: nullable,
    make: (_a, _r, retracts) => (retracts ? lastValue : lastOfInserts),
  },
  {
    name: 'LISTAGG',
    doc: 'LISTAGG(x [, separator])',
    arity: [1, 2],
    type: (arg) => (isString(arg) ? STRING : undefined),
    make: (_a, _r, _retracts, separator) => listAgg(typeof separator === 'string' ? separator : ','),
  },
  {
    name: 'ARRAY_AGG',
    doc: 'ARRAY_AGG(x): all values, nulls too',
    arity: [1, 1],
    type: (arg) => ({ name: 'ARRAY', nullable: true, element: arg }),
    make: () => arrayAgg,
  },
  {
    name: 'COLLECT',
    doc: 'COLLECT(x): a multiset, how often each value came',
    arity: [1, 1],
    type: (arg) => ({ name: 'MULTISET', nullable: false, element: arg }),
    make: () => multiset,
  },
  variance('VAR_POP', 'population', false),
  variance('VAR_SAMP', 'sample', false),
  variance('VARIANCE', 'sample', false),
  variance('STDDEV_POP', 'population', true),
  variance('STDDEV_SAMP', 'sample', true),
]

/** Every aggregate function, by name. */
export const aggregateFunctions: ReadonlyMap<string, AggregateFunction> = new Map(all.map((one) => [one.name, one]))
