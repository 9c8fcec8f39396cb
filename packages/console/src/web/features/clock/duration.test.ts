import { describe, expect, it } from 'vitest'
import { parseDuration } from './duration.ts'

describe('a span of time', () => {
  it.each([
    ['2 min 30 s', 150_000],
    ['1.5h', 5_400_000],
    ['250ms', 250],
    ['1d 1m', 86_460_000],
    ['', undefined],
    ['5', undefined],
    ['soon', undefined],
    ['0 s', undefined],
  ])('%j is %s ms', (text, ms) => expect(parseDuration(text)).toBe(ms))
})
