import { type ExactDecimal, decimalOf, isDecimal } from '../types/decimal.ts'
import { type Integer, integerOperation, long, wrapTo } from '../types/integer.ts'
import { DOUBLE, INT, type SqlType, decimal, isInteger, isNumeric } from '../types/type.ts'
import { type Evaluate, type ScalarFunction, signature, simple } from './function.ts'

const real = (name: string, of: (x: number) => number): ScalarFunction => {
  return simple(name, `${name}(x): a DOUBLE`, 1, signature(DOUBLE, isNumeric), (x: unknown) => of(Number(x)))
}

function rounding(name: 'FLOOR' | 'CEIL'): Evaluate {
  return (x: unknown) =>
    isDecimal(x)
      ? name === 'FLOOR'
        ? x.floor()
        : x.ceil()
      : typeof x === 'bigint'
        ? x
        : Math[name === 'FLOOR' ? 'floor' : 'ceil'](x as number)
}

/** FLOOR and CEIL of numbers; of times see time.ts. */
export function roundNumber(name: 'FLOOR' | 'CEIL', [a]: readonly SqlType[]): Evaluate | undefined {
  return isNumeric(a as SqlType) ? rounding(name) : undefined
}

export function roundedType([a]: readonly SqlType[]): SqlType | undefined {
  if (a === undefined || !isNumeric(a)) return undefined
  return a.name === 'DECIMAL' ? decimal(a.precision ?? 38, 0) : a
}

/** More digits than a number of any type has. */
const MAX_DIGITS = 400
const [ROUND_DOWN, ROUND_HALF_UP] = [1, 4] as const

/** Flink's: a DECIMAL loses the digits that are rounded away. */
const roundType: ScalarFunction['type'] = ([a, b], _returning, constants) => {
  if (a === undefined || !isNumeric(a) || (b !== undefined && !isInteger(b))) return undefined
  if (a.name !== 'DECIMAL') return a
  const { precision = 38, scale = 0 } = a
  const digits = b === undefined ? 0 : constants?.[1]
  if (typeof digits !== 'number') return a
  if (digits >= scale) return a
  const whole = 1 + precision - scale
  return digits < 0 ? decimal(Math.min(38, whole), 0) : decimal(Math.min(38, whole + digits), digits)
}

function rounded(result: SqlType, mode: 1 | 4): Evaluate {
  return (x: unknown, wanted = 0) => {
    const digits = Math.max(-MAX_DIGITS, Math.min(MAX_DIGITS, wanted))
    const value = isDecimal(x) ? x : decimalOf(typeof x === 'bigint' ? x : String(x as number))
    if (!value.isFinite()) return x
    const cut = digits >= 0 ? value.toDecimalPlaces(digits, mode) : roundTens(value, digits, mode)
    if (result.name === 'DECIMAL') return cut
    return isInteger(result) ? wrapTo(result.name)(long(BigInt(cut.toFixed(0)))) : cut.toNumber() + 0
  }
}

export const numbers: readonly ScalarFunction[] = [
  {
    name: 'ABS',
    doc: 'ABS(x): without its sign',
    arity: [1, 1],
    type: ([a]) => (isNumeric(a as SqlType) ? a : undefined),
    make: ([a]) => {
      if (isInteger(a as SqlType)) return (x: Integer) => (x < 0 ? integerOperation('-', (a as SqlType).name)(0, x) : x)
      return (x: unknown) => (isDecimal(x) ? x.abs() : Math.abs(x as number))
    },
  },
  simple(
    'SIGN',
    'SIGN(x): -1, 0 or 1',
    1,
    ([a]) => (isNumeric(a as SqlType) ? a : undefined),
    (x: unknown) => (isDecimal(x) ? decimalOf(x.isZero() ? 0 : x.isNegative() ? -1 : 1) : Math.sign(Number(x))),
  ),
  {
    name: 'ROUND',
    doc: 'ROUND(x [, digits]): halves away from zero',
    arity: [1, 2],
    type: roundType,
    make: (_args, result) => rounded(result, ROUND_HALF_UP),
  },
  {
    name: 'TRUNCATE',
    doc: 'TRUNCATE(x [, digits])',
    arity: [1, 2],
    type: roundType,
    make: (_args, result) => rounded(result, ROUND_DOWN),
  },
  simple('POWER', 'POWER(x, y)', 2, signature(DOUBLE, isNumeric), (x: unknown, y: unknown) => Number(x) ** Number(y)),
  simple('ATAN2', 'ATAN2(y, x)', 2, signature(DOUBLE, isNumeric), (y: unknown, x: unknown) =>
    Math.atan2(Number(y), Number(x)),
  ),
  real('SQRT', Math.sqrt),
  real('EXP', Math.exp),
  real('LN', Math.log),
  real('LOG10', Math.log10),
  real('LOG2', Math.log2),
  real('SIN', Math.sin),
  real('COS', Math.cos),
  real('TAN', Math.tan),
  real('COT', (x) => 1 / Math.tan(x)),
  real('ASIN', Math.asin),
  real('ACOS', Math.acos),
  real('ATAN', Math.atan),
  real('SINH', Math.sinh),
  real('COSH', Math.cosh),
  real('TANH', Math.tanh),
  real('DEGREES', (x) => (x * 180) / Math.PI),
  real('RADIANS', (x) => (x * Math.PI) / 180),
  simple('LOG', 'LOG([base,] x)', [1, 2], signature(DOUBLE, isNumeric), (a: unknown, b?: unknown) =>
    b === undefined ? Math.log(Number(a)) : Math.log(Number(b)) / Math.log(Number(a)),
  ),
  simple(
    'PI',
    'PI()',
    0,
    () => ({ ...DOUBLE, nullable: false }),
    () => Math.PI,
  ),
  simple(
    'E',
    'E()',
    0,
    () => ({ ...DOUBLE, nullable: false }),
    () => Math.E,
  ),
  {
    name: 'RAND',
    doc: 'RAND(): in [0, 1)',
    arity: [0, 1],
    type: () => ({ ...DOUBLE, nullable: false }),
    make:
      (_args, _type, { random }) =>
      () =>
        random(),
    volatile: true,
  },
  {
    name: 'RAND_INTEGER',
    doc: 'RAND_INTEGER(n): in [0, n)',
    arity: [1, 1],
    type: signature(INT, isInteger),
    make:
      (_args, _type, { random }) =>
      (n: number) =>
        Math.floor(random() * n),
    volatile: true,
  },
]

function roundTens(value: ExactDecimal, digits: number, mode: 1 | 4): ExactDecimal {
  const unit = decimalOf(10).pow(-digits)
  return value.dividedBy(unit).toDecimalPlaces(0, mode).times(unit)
}
