import { describe, expect, it } from 'vitest'
import { cumulate, hop, session, tumble } from './window.ts'

const bounds = (windows: readonly { start: number; end: number }[]): number[][] =>
  windows.map(({ start, end }) => [start, end])

describe('windows', () => {
  it('tumble, before 1970 and with an offset too', () => {
    expect(bounds(tumble(10)(25))).toEqual([[20, 30]])
    expect(bounds(tumble(10)(-1))).toEqual([[-10, 0]])
    expect(bounds(tumble(10, 3)(2))).toEqual([[-7, 3]])
  })

  it('hop: as many as slides fit into the size', () => {
    expect(bounds(hop(5, 10)(12))).toEqual([
      [10, 20],
      [5, 15],
    ])
  })

  it('cumulate: from one start in steps', () => {
    expect(bounds(cumulate(5, 20)(12))).toEqual([
      [0, 15],
      [0, 20],
    ])
    expect(bounds(cumulate(5, 20)(5))).toEqual([
      [0, 10],
      [0, 15],
      [0, 20],
    ])
  })

  it('open a session with the gap behind it', () => {
    expect(bounds(session(5)(3))).toEqual([[3, 8]])
  })
})
