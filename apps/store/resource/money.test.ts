import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MOST_MINOR_UNITS, decimal, minorUnits, price } from './money.ts'

it('reads back every amount that it writes, through JSON', () => {
  fc.assert(
    fc.property(fc.integer({ min: -MOST_MINOR_UNITS, max: MOST_MINOR_UNITS }), (minor) => {
      expect(minorUnits(JSON.parse(JSON.stringify(decimal(minor))))).toEqual({ kind: 'ok', value: minor })
    }),
  )
})

it('refuses every amount with a third decimal', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 1, max: 9 }), (minor, tenth) => {
      const text = `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}${tenth}`
      expect(minorUnits(Number(text)).kind).toBe('wrong')
    }),
  )
})

it.each([Number.NaN, Infinity, -Infinity, '1', null, undefined, [], {}, true, 1e9, 1e300])('refuses %s', (given) => {
  expect(minorUnits(given).kind).toBe('wrong')
})

it('has no negative prices, and one zero', () => {
  expect(price(-1)).toEqual({ kind: 'wrong', reason: 'must not be negative' })
  expect(Object.is((price(-0) as { value: number }).value, 0)).toBe(true)
})
