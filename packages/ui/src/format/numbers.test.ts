import { describe, expect, it } from 'vitest'
import { countOf, formatBytes, formatCount, formatDuration, formatRate } from './numbers.ts'

describe('numbers as text', () => {
  it('groups the digits of counts, and keeps every digit of an offset beyond the safe integers', () => {
    expect(formatCount(1_234_567)).toBe('1,234,567')
    expect(formatCount('9223372036854775807')).toBe('9,223,372,036,854,775,807')
  })

  it('counts things by name', () => {
    expect([countOf(1, 'record'), countOf(1204, 'record'), countOf(2, 'entry', 'entries')]).toEqual([
      '1 record',
      '1,204 records',
      '2 entries',
    ])
  })

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [1536, '1.5 kB'],
    [999_600, '1 MB'],
    [20_000_000, '20 MB'],
    [-1, 'unlimited'],
  ])('writes %d bytes as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

  it.each([
    [250, '250 ms'],
    [61_000, '1 min 1 s'],
    [5_400_000, '1 h 30 min'],
    [604_800_000, '7 d'],
    [-1, 'for ever'],
  ])('writes a span of %d ms as %s', (ms, text) => expect(formatDuration(ms)).toBe(text))

  it.each([
    [0, '0/s'],
    [0.44, '0.4/s'],
    [1234, '1.2K/s'],
  ])('writes a rate of %d as %s', (rate, text) => expect(formatRate(rate)).toBe(text))
})
