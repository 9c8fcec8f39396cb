import { expect, it } from 'vitest'
import { plainTimestamp } from './plain-timestamp.ts'
import { parseTimestamp, timestampText } from './time-text.ts'

it('reads times as the parser of all forms does', () => {
  for (let day = -719_000; day < 200_000; day += 37) {
    const text = timestampText(day * 86_400_000 + 45_296_789)
    const plain = plainTimestamp(text)
    expect([text, plain ?? parseTimestamp(text)]).toEqual([text, parseTimestamp(text)])
    if (!text.includes('-02-29')) expect(plain, text).toBeDefined()
  }
  expect(plainTimestamp('2026-01-31T23:59:59')).toBe(Date.UTC(2026, 0, 31, 23, 59, 59))
})

it.each([
  '2026-02-29 00:00:00',
  '2026-04-31 00:00:00',
  '2026-13-01 00:00:00',
  '2026-00-10 00:00:00',
  '2026-01-01 24:00:00',
  '2026-01-01 00:60:00',
  '2026-01-01 00:00:00.1',
  '2026-01-01 00:00:00,123',
  '2026-01-01 00:00:0x',
  '2026-1-1 0:00:00',
  '2026-01-01',
])('leaves %s to it', (text) => {
  expect(plainTimestamp(text)).toBeUndefined()
})
