import { describe, expect, it } from 'vitest'
import { LeastWatermark, SourceWatermark } from './watermark.ts'

describe('watermarks', () => {
  it('of several inputs are the least of them, and never go back', () => {
    const least = new LeastWatermark(2)
    expect([least.move(0, 5), least.move(1, 3), least.move(0, 4), least.move(1, 9)]).toEqual([
      undefined,
      3,
      undefined,
      5,
    ])
  })

  it('of a source wait for every split until it is idle', () => {
    const source = new SourceWatermark(['a', 'b'], 0, 100)
    source.observe('a', 50, 10)
    expect(source.move(10)).toBeUndefined()
    expect(source.due()).toBe(100)
    expect(source.move(100)).toBe(50)
    source.observe('b', 20, 105)
    source.observe('a', 60, 105)
    expect(source.move(105)).toBeUndefined()
  })

  it('stand still when all splits are idle, and survive a restart', () => {
    const source = new SourceWatermark(['a'], 0, 100)
    source.observe('a', 50, 0)
    expect([source.move(1), source.move(500)]).toEqual([50, undefined])
    const again = new SourceWatermark([], 0, 100)
    again.restore(source.snapshot())
    expect(again.current).toBe(50)
  })

  it('of a source that has nothing more move on with the clock, from where its rows were', () => {
    const source = new SourceWatermark(['a', 'never a row'], 0)
    source.observe('a', 50, 10)
    expect(source.move(10)).toBeUndefined()
    source.follow(110)
    expect(source.move(110)).toBe(150)
    source.follow(120)
    source.observe('a', 155, 120)
    expect(source.move(120)).toBe(160)
  })
})
