import { describe, expect, it } from 'vitest'
import { nextCron, parseCron } from './cron.ts'

const from = Date.UTC(2026, 0, 31, 10, 0, 0)

const next = (text: string, times = 1): string | undefined => {
  const cron = parseCron(text)
  if ('kind' in cron) throw new Error(cron.message)
  let at: number | undefined = from
  for (let count = 0; count < times && at !== undefined; count += 1) at = nextCron(cron, at)
  return at === undefined ? undefined : new Date(at).toISOString().slice(0, 19)
}

describe('after Saturday 31 January 2026, 10:00:00, comes', () => {
  it.each([
    ['* * * * * *', '2026-01-31T10:00:01'],
    ['*/15 * * * * *', '2026-01-31T10:00:15'],
    ['0 0 10 * * *', '2026-02-01T10:00:00'],
    ['0 30 9,11 * * *', '2026-01-31T11:30:00'],
    ['0 0 0 1 * ?', '2026-02-01T00:00:00'],
    ['0 0 0 L * *', '2026-02-28T00:00:00'],
    ['0 0 0 L-3 * *', '2026-02-25T00:00:00'],
    ['0 0 0 LW * *', '2026-02-27T00:00:00'],
    ['0 0 0 1W * *', '2026-02-02T00:00:00'],
    ['0 0 0 15W * *', '2026-02-16T00:00:00'],
    ['0 0 0 * * 5L', '2026-02-27T00:00:00'],
    ['0 0 0 * * FRI#2', '2026-02-13T00:00:00'],
    ['0 0 0 * * 0', '2026-02-01T00:00:00'],
    ['0 0 0 * * 7', '2026-02-01T00:00:00'],
    ['0 0 0 * * MON-SUN', '2026-02-01T00:00:00'],
    ['0 0 0 29 2 *', '2028-02-29T00:00:00'],
    ['0 0 0 29 2 SUN', '2032-02-29T00:00:00'],
    ['0 0 0 L 2 1#5', '2044-02-29T00:00:00'],
    ['0 0 0 * JUN *', '2026-06-01T00:00:00'],
    ['0 0/10 12 * * *', '2026-01-31T12:00:00'],
    ['@hourly', '2026-01-31T11:00:00'],
    ['@daily', '2026-02-01T00:00:00'],
    ['@weekly', '2026-02-01T00:00:00'],
    ['@monthly', '2026-02-01T00:00:00'],
    ['@yearly', '2027-01-01T00:00:00'],
  ])('%s: %s', (text, expected) => expect(next(text)).toBe(expected))

  it('nothing for a day that there never is', () => expect(next('0 0 0 30 2 *')).toBeUndefined())
  it('one time after the other', () => expect(next('0 0/20 * * * *', 4)).toBe('2026-01-31T11:20:00'))
})

it.each([
  ['60 * * * * *', "Failed to parse cron expression: '60' is no second (0-59)"],
  ['* * * * * FOO', "Failed to parse cron expression: 'FOO' is no day of week (0-7)"],
  ['* * 5-3 * * *', "Failed to parse cron expression: '5-3' is no hour (0-23)"],
  ['* */0 * * * *', "Failed to parse cron expression: '*/0' is no minute (0-59)"],
  ['* * * 1-2-3 * *', "Failed to parse cron expression: '1-2-3' is no day of month (1-31)"],
  ['', 'Cron expression contains 0 parts but we expect one of [6]'],
])('refuses %s', (text, message) => expect(parseCron(text)).toEqual({ kind: 'fault', message }))
