import { type ExactDecimal, decimalOf, isDecimal } from '../types/decimal.ts'
import { type Integer, integerOperation } from '../types/integer.ts'
import { BIGINT, DOUBLE, INT, STRING, type SqlType, decimal, isInteger, isNumeric } from '../types/type.ts'
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
    type: ([a, b]) => {
      if (a === undefined || !isNumeric(a) || (b !== undefined && !isInteger(b))) return undefined
      return a.name === 'DECIMAL' && b === undefined ? decimal(a.precision ?? 38, 0) : a
    },
    make:
      () =>
      (x: unknown, digits = 0) => {
        if (isDecimal(x)) return digits >= 0 ? x.toDecimalPlaces(digits) : roundTens(x, digits)
        const rounded =
          digits >= 0 ? decimalOf(String(x)).toDecimalPlaces(digits) : roundTens(decimalOf(String(x)), digits)
        return typeof x === 'bigint' ? x : rounded.toNumber()
      },
  },
  simple(
    'TRUNCATE',
    'TRUNCATE(x [, digits])',
    [1, 2],
    ([a]) => (isNumeric(a as SqlType) ? a : undefined),
    (x: unknown, digits = 0) => {
      const cut = decimalOf(String(x)).toDecimalPlaces(Math.max(0, digits), 1)
      return isDecimal(x) ? cut : typeof x === 'bigint' ? x : cut.toNumber()
    },
  ),
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
  simple('BIN', 'BIN(n): in binary', 1, signature(STRING, isInteger), (n: Integer) =>
    BigInt.asUintN(64, BigInt(n)).toString(2),
  ),
  simple(
    'HEX',
    'HEX(n or s)',
    1,
    () => STRING,
    (x: Integer | string) =>
      (typeof x === 'string'
        ? Buffer.from(x).toString('hex')
        : BigInt.asUintN(64, BigInt(x)).toString(16)
      ).toUpperCase(),
  ),
  simple('HASH_CODE', 'HASH_CODE(s)', 1, signature(BIGINT), (s: string) =>
    [...s].reduce((code, char) => (Math.imul(31, code) + char.charCodeAt(0)) | 0, 0),
  ),
]

function roundTens(value: ExactDecimal, digits: number): ExactDecimal {
  const unit = decimalOf(10).pow(-digits)
  return value.dividedBy(unit).toDecimalPlaces(0).times(unit)
}
