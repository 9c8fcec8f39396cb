import { BuiltInError, type BuiltIn, any, builtIn, integer, number, text } from './builtin.ts'
import { ROUNDING, absolute, add, compareNumbers, isZero, remainder, round, toDouble } from '../number.ts'
import { DayTimeDuration, YearMonthDuration } from '../temporal/durations.ts'
import type { FeelNumber } from '../value.ts'
import { fraction } from '@millrace/kernel'
import { isNumber } from '../kinds.ts'

const rounding = (mode: string): BuiltIn =>
  builtIn({ n: number, scale: integer }, ({ n, scale }) => round(n, scale, ROUNDING[mode] as number as 0))

const roundingToWhole = (mode: string): BuiltIn =>
  builtIn({ n: number }, ({ n }) => round(n, 0, ROUNDING[mode] as number as 0))

const real = (calculate: (value: number) => number): BuiltIn =>
  builtIn({ number }, (args) => finite(calculate(toDouble(args.number))))

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)

const magnitude = builtIn({ number: any }, (args) => {
  const value = args.number
  if (isNumber(value)) return absolute(value)
  if (value instanceof YearMonthDuration) return new YearMonthDuration(Math.abs(value.months))
  if (value instanceof DayTimeDuration) return new DayTimeDuration(Math.abs(value.ms))
  throw new BuiltInError('Expected a number or a duration')
})

function modulo(dividend: FeelNumber, divisor: FeelNumber): FeelNumber {
  if (isZero(divisor)) throw new BuiltInError('Division by zero')
  return remainder(add(remainder(dividend, divisor), divisor), divisor)
}

export const numberFunctions = {
  decimal: [
    rounding('HALF_EVEN'),
    builtIn({ n: number, scale: integer, mode: text }, ({ n, scale, mode }) => {
      const found = ROUNDING[mode.toUpperCase()]
      if (found === undefined) {
        throw new BuiltInError(
          `Illegal argument '${mode}' for rounding mode. Must be one of: ${Object.keys(ROUNDING).join(', ')}`,
        )
      }
      return round(n, scale, found)
    }),
  ],
  floor: [roundingToWhole('FLOOR'), rounding('FLOOR')],
  ceiling: [roundingToWhole('CEILING'), rounding('CEILING')],
  'round up': [rounding('UP')],
  'round down': [rounding('DOWN')],
  'round half up': [rounding('HALF_UP')],
  'round half down': [rounding('HALF_DOWN')],
  abs: [magnitude, { ...magnitude, parameters: ['n'] }],
  modulo: [builtIn({ dividend: number, divisor: number }, ({ dividend, divisor }) => modulo(dividend, divisor))],
  sqrt: [real(Math.sqrt)],
  log: [real(Math.log)],
  exp: [real(Math.exp)],
  odd: [builtIn({ number }, (args) => compareNumbers(absolute(remainder(args.number, 2)), 1) === 0)],
  even: [builtIn({ number }, (args) => isZero(remainder(args.number, 2)))],
  'random number': [builtIn({}, (_, run) => fraction(run.random))],
}
