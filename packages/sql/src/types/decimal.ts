import { Decimal } from 'decimal.js'
import type { Tagged } from '@millrace/dataflow'

/** DECIMAL values: up to 38 digits, halves rounded away from zero. Intermediate results keep twice as many. */
export const ExactDecimal = Decimal.clone({
  precision: 76,
  rounding: Decimal.ROUND_HALF_UP,
  toExpNeg: -80,
  toExpPos: 80,
})
export type ExactDecimal = Decimal

export function decimalOf(value: string | number | bigint): Decimal {
  return new ExactDecimal(typeof value === 'bigint' ? value.toString() : value)
}

export function isDecimal(value: unknown): value is Decimal {
  return value instanceof ExactDecimal
}

/** The value with `scale` digits behind the point, or null when more than `precision` digits are left. */
export function fitDecimal(value: Decimal, precision: number, scale: number): Decimal | null {
  const rounded = value.decimalPlaces() <= scale ? value : value.toDecimalPlaces(scale, Decimal.ROUND_HALF_UP)
  // `e` is the power of ten of the first digit.
  return rounded.isZero() || rounded.e < precision - scale ? rounded : null
}

/** How DECIMAL values are written in state. */
export const DECIMAL_TAG: Tagged = {
  tag: 'd',
  is: isDecimal,
  write: String,
  read: (plain) => decimalOf(plain as string),
}
