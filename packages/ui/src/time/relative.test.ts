import { describe, expect, it } from 'vitest'
import { exactTime, relativeTime } from './relative.ts'

const now = 1_800_000_000_000

describe('relative time', () => {
  it.each([
    [0, 'now'],
    [-1999, 'now'],
    [-5000, '5 sec. ago'],
    [-90_000, '1 min. ago'],
    [7_200_000, 'in 2 hr.'],
    [-40 * 86_400_000, '1 mo. ago'],
  ])('tells %d ms away as "%s"', (away, text) => expect(relativeTime(now + away, now)).toBe(text))

  it('has the exact time to the millisecond', () => {
    expect(exactTime(now)).toMatch(/^2027-01-1[45] \d\d:\d\d:\d\d\.000$/)
    expect(exactTime(Number.NaN)).toBe('not a time')
  })
})
