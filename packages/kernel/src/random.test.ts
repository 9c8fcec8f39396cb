import { expect, it } from 'vitest'
import { hex, uuidV4, uuidV7 } from './ids.ts'
import { below, fraction, seededRandom, shuffled, systemRandom } from './random.ts'

it('repeats itself from the same seed and not from another', () => {
  const draw = (seed: number): number[] => Array.from({ length: 8 }, seededRandom(seed).uint32)
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
})

it('spreads evenly below a bound', () => {
  const random = seededRandom(1)
  const counts = Array.from({ length: 10 }, () => 0)
  for (let draw = 0; draw < 100_000; draw++) counts[below(random, 10)]! += 1
  // Ten degrees of freedom less one: chi-squared above 27.9 would happen once in a thousand seeds; this one is fixed.
  const chiSquared = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
  expect(chiSquared).toBeLessThan(27.9)
})

it('gives fractions in [0, 1)', () => {
  const random = seededRandom(2)
  for (let draw = 0; draw < 1000; draw++) {
    const value = fraction(random)
    expect(value).toBeGreaterThanOrEqual(0)
    expect(value).toBeLessThan(1)
  }
})

it('shuffles without losing or doubling', () => {
  const items = Array.from({ length: 100 }, (_, index) => index)
  const result = shuffled(seededRandom(3), items)
  expect(result).not.toEqual(items)
  expect(result.toSorted((a, b) => a - b)).toEqual(items)
})

it('makes UUIDs of version 4 and, sorted by time, of version 7', () => {
  expect(uuidV4(systemRandom)).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  const [early, late] = [uuidV7(systemRandom, 1_700_000_000_000), uuidV7(systemRandom, 1_700_000_000_001)]
  expect(early).toMatch(/^018bcfe5-6800-7[\da-f]{3}-[89ab]/)
  expect(early < late).toBe(true)
})

it('writes bytes as hexadecimal', () => {
  expect(hex(Uint8Array.from([0, 15, 255]))).toBe('000fff')
})

it('refuses to draw from nothing', () => {
  expect(() => below(seededRandom(1), 0)).toThrow('there is a number to draw')
})
