import { Decimal } from 'decimal.js'
import type { FeelNumber } from './value.ts'

/** FEEL's numbers have 34 digits (IEEE 754-2008 decimal128; DMN 1.5, 10.3.2.3.1) and round half to even. */
const Decimal128 = Decimal.clone({ precision: 34, rounding: Decimal.ROUND_HALF_EVEN, defaults: true })

/** Digits that survive the way through a double. */
const DOUBLE_DIGITS = 15

export const toDecimal = (value: FeelNumber): Decimal => new Decimal128(value)
export const toDouble = (value: FeelNumber): number => (typeof value === 'number' ? value : value.toNumber())

/** A double where that holds all digits, else the decimal itself. */
export function normalize(value: Decimal): FeelNumber {
  return value.precision() <= DOUBLE_DIGITS ? value.toNumber() : value
}

export function parseNumber(text: string): FeelNumber {
  return normalize(new Decimal128(text))
}

type Operation = 'plus' | 'minus' | 'times' | 'div' | 'mod'

function calculate(
  operation: Operation,
  x: FeelNumber,
  y: FeelNumber,
  fast: (x: number, y: number) => number,
): FeelNumber {
  if (Number.isSafeInteger(x) && Number.isSafeInteger(y)) {
    const result = fast(x as number, y as number)
    if (Number.isSafeInteger(result)) return result
  }
  return normalize(toDecimal(x)[operation](y))
}

export const add = (x: FeelNumber, y: FeelNumber): FeelNumber => calculate('plus', x, y, (a, b) => a + b)
export const subtract = (x: FeelNumber, y: FeelNumber): FeelNumber => calculate('minus', x, y, (a, b) => a - b)
export const multiply = (x: FeelNumber, y: FeelNumber): FeelNumber => calculate('times', x, y, (a, b) => a * b)
export const divide = (x: FeelNumber, y: FeelNumber): FeelNumber => calculate('div', x, y, (a, b) => a / b)
export const remainder = (x: FeelNumber, y: FeelNumber): FeelNumber => calculate('mod', x, y, (a, b) => a % b)
export const negate = (x: FeelNumber): FeelNumber => (typeof x === 'number' ? 0 - x : x.negated())
export const absolute = (x: FeelNumber): FeelNumber => (typeof x === 'number' ? Math.abs(x) : x.abs())
export const isZero = (x: FeelNumber): boolean => (typeof x === 'number' ? x === 0 : x.isZero())

/** Whole exponents are exact, others go through doubles, as in Camunda's engine. */
export function power(x: FeelNumber, y: FeelNumber): FeelNumber | undefined {
  const exponent = toDouble(y)
  const result = Number.isInteger(exponent) ? toDecimal(x).pow(exponent) : new Decimal128(toDouble(x) ** exponent)
  return result.isFinite() ? normalize(result) : undefined
}

/** -1, 0 or 1. */
export function compareNumbers(x: FeelNumber, y: FeelNumber): number {
  if (typeof x === 'number' && typeof y === 'number') return Math.sign(x - y)
  return toDecimal(x).cmp(y)
}

/** Rounding modes by the names that `decimal` takes. */
export const ROUNDING: Readonly<Record<string, Decimal.Rounding>> = {
  UP: Decimal.ROUND_UP,
  DOWN: Decimal.ROUND_DOWN,
  CEILING: Decimal.ROUND_CEIL,
  FLOOR: Decimal.ROUND_FLOOR,
  HALF_UP: Decimal.ROUND_HALF_UP,
  HALF_DOWN: Decimal.ROUND_HALF_DOWN,
  HALF_EVEN: Decimal.ROUND_HALF_EVEN,
}

/** Rounds to `scale` digits after the point; a negative scale rounds before it. */
export function round(value: FeelNumber, scale: number, mode: Decimal.Rounding): FeelNumber {
  if (scale >= 0) return normalize(toDecimal(value).toDecimalPlaces(Math.min(scale, 6176), mode))
  const unit = new Decimal128(10).pow(-scale)
  return normalize(toDecimal(value).div(unit).toDecimalPlaces(0, mode).times(unit))
}

export function numberText(value: FeelNumber): string {
  if (typeof value !== 'number') return value.toFixed()
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? String(value) : new Decimal128(value).toFixed()
}
