import { describe, expect, it } from 'vitest'
import { addSample, ratesOf } from './rates.ts'

describe('a rate that is seen from here', () => {
  it('is what was added, a second', () => {
    expect(
      ratesOf([
        { at: 0, total: 0 },
        { at: 2000, total: 10 },
        { at: 3000, total: 10 },
      ]),
    ).toEqual([5, 0])
  })

  it('forgets what is older than two minutes, and starts anew when records were deleted', () => {
    const samples = addSample(
      [
        { at: 0, total: 1 },
        { at: 100_000, total: 2 },
      ],
      { at: 121_000, total: 3 },
    )
    expect(samples.map(({ total }) => total)).toEqual([2, 3])
    expect(addSample(samples, { at: 122_000, total: 1 })).toEqual([{ at: 122_000, total: 1 }])
  })
})
