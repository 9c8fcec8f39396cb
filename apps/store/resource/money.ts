import { type Checked, ok, wrong } from './checked.ts'

/**
 * Money is a whole number of minor units (cents) inside and a decimal on the wire, as the original services write it.
 * A decimal of more than two places has no minor units and is refused, never rounded.
 */
export const MOST_MINOR_UNITS = 99_999_999_999

/** Reads the wire's decimal, of either sign: `1.5` is 150. */
export function minorUnits(given: unknown): Checked<number> {
  if (typeof given !== 'number') return wrong('must be a number, such as 1.50, without quotes')
  const minor = Math.round(given * 100)
  if (!Number.isFinite(given) || Math.abs(minor) > MOST_MINOR_UNITS) return wrong('must be at most 999999999.99')
  // Both sides are the double nearest to one decimal number, so they are equal exactly when there are two places.
  return minor / 100 === given ? ok(minor + 0) : wrong('must have at most two decimal places')
}

/** A price as a client may set it: not below zero. */
export function price(given: unknown): Checked<number> {
  const read = minorUnits(given)
  return read.kind === 'ok' && read.value < 0 ? wrong('must not be negative') : read
}

/** The wire's decimal: 150 is `1.5`. */
export const decimal = (minor: number): number => minor / 100
