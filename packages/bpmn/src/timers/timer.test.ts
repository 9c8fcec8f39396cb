import { describe, expect, it } from 'vitest'
import { firstDue, nextDue, readTimer } from './timer.ts'
import { DayTimeDuration, YearMonthDuration } from '../feel/temporal/durations.ts'
import type { FeelValue } from '../feel/value.ts'
import type { Timer } from './timer.ts'
import type { TimerDefinition } from '../graph/timer.ts'

const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds
const iso = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : new Date(ms).toISOString())
const NOW = at('2026-01-31T10:00:00Z')

const read = (type: TimerDefinition['type'], value: FeelValue): Timer => {
  const timer = readTimer(type, value, 'x')
  if (timer.kind === 'fault') throw new Error(timer.message)
  return timer
}

describe('a timer is due first', () => {
  it.each([
    ['duration', 'PT5M', '2026-01-31T10:05:00.000Z'],
    ['duration', 'PT300S', '2026-01-31T10:05:00.000Z'],
    ['duration', 'PT1.5S', '2026-01-31T10:00:01.500Z'],
    ['duration', 'P1D', '2026-02-01T10:00:00.000Z'],
    ['duration', 'P1M', '2026-02-28T10:00:00.000Z'],
    ['duration', 'P1Y2M3DT4H', '2027-04-03T14:00:00.000Z'],
    ['duration', 'P2W', '2026-02-14T10:00:00.000Z'],
    ['duration', 'PT-5M', '2026-01-31T09:55:00.000Z'],
    ['duration', '-PT5M', '2026-01-31T09:55:00.000Z'],
    ['duration', '2026-02-01T00:00:00Z/PT1H', '2026-02-01T00:00:00.000Z'],
    ['duration', '2026-01-01T00:00:00Z/PT1H', '2026-01-31T11:00:00.000Z'],
    ['date', '2026-03-01T00:00:00Z', '2026-03-01T00:00:00.000Z'],
    ['date', '2026-03-01T00:00:00+01:00', '2026-02-28T23:00:00.000Z'],
    ['date', '2026-03-01T00:00+01:00[Europe/Paris]', '2026-02-28T23:00:00.000Z'],
    ['cycle', 'R/PT10S', '2026-01-31T10:00:10.000Z'],
    ['cycle', 'R3/2026-02-01T00:00:00Z/PT10S', '2026-02-01T00:00:00.000Z'],
    ['cycle', '0 0 9-17 * * MON-FRI', '2026-02-02T09:00:00.000Z'],
  ] as const)('%s %s', (type, text, due) => {
    expect(iso(firstDue(read(type, text), NOW)?.dueMs)).toBe(due)
  })

  it('takes durations and date-times of FEEL as they are', () => {
    expect(iso(firstDue(read('duration', new DayTimeDuration(1000)), NOW)?.dueMs)).toBe('2026-01-31T10:00:01.000Z')
    expect(iso(firstDue(read('duration', new YearMonthDuration(1)), NOW)?.dueMs)).toBe('2026-02-28T10:00:00.000Z')
    const zoned = Temporal.ZonedDateTime.from('2026-03-01T00:00:00+01:00[Europe/Paris]')
    expect(iso(firstDue(read('date', zoned), NOW)?.dueMs)).toBe('2026-02-28T23:00:00.000Z')
  })

  it('has an end: the last instant that there is', () => {
    expect(firstDue(read('duration', 'P999999999Y'), NOW)?.dueMs).toBe(8.64e15)
    expect(firstDue(read('duration', 'P-999999999Y'), NOW)?.dueMs).toBe(-8.64e15)
  })
})

describe('a cycle', () => {
  it('fires as often as it says, counted from when it was due', () => {
    const cycle = read('cycle', 'R3/PT10S')
    const dues: (string | undefined)[] = []
    for (let due = firstDue(cycle, NOW); due !== undefined; due = nextDue(cycle, due, due.dueMs + 400)) {
      dues.push(iso(due.dueMs)?.slice(17, 23))
    }
    expect(dues).toEqual(['10.000', '20.000', '30.000'])
  })

  it('goes on for ever without a count', () => {
    const cycle = read('cycle', 'R/PT1H')
    expect(nextDue(cycle, { dueMs: NOW, repetitions: -1 }, NOW)).toEqual({ dueMs: NOW + 3_600_000, repetitions: -1 })
  })

  it('does not make up for what it missed', () => {
    const cycle = read('cycle', 'R/PT10S')
    expect(nextDue(cycle, { dueMs: NOW, repetitions: -1 }, NOW + 95_000)?.dueMs).toBe(NOW + 105_000)
  })

  it('of cron fires at the next time that it names', () => {
    const cron = read('cycle', '0 */20 * * * *')
    expect(iso(nextDue(cron, { dueMs: NOW, repetitions: -1 }, NOW)?.dueMs)).toBe('2026-01-31T10:20:00.000Z')
  })

  it('does not fire again when it fires once', () => {
    expect(nextDue(read('duration', 'PT1S'), { dueMs: NOW, repetitions: 1 }, NOW)).toBeUndefined()
    expect(nextDue(read('date', '2026-03-01T00:00:00Z'), { dueMs: NOW, repetitions: 1 }, NOW)).toBeUndefined()
  })
})

describe('a timer is refused', () => {
  it.each([
    ['duration', 'P', "Invalid duration format 'P' for expression 'x'."],
    ['duration', 'PT', "Invalid duration format 'PT' for expression 'x'."],
    ['duration', '5 minutes', "Invalid duration format '5 minutes' for expression 'x'."],
    [
      'duration',
      null,
      "Expected result of the expression 'x' to be one of '[DURATION, PERIOD, STRING]', but was 'NULL'.",
    ],
    ['date', '2026-02-30T00:00:00Z', "Invalid date-time format '2026-02-30T00:00:00Z' for expression 'x'."],
    ['date', '2026-01-01T00:00:00', "Invalid date-time format '2026-01-01T00:00:00' for expression 'x'."],
    ['date', true, "Expected result of the expression 'x' to be one of '[DATE_TIME, STRING]', but was 'BOOLEAN'."],
    ['cycle', 5, "Expected result of the expression 'x' to be 'STRING', but was 'NUMBER'."],
    ['cycle', 'R', 'No interval given'],
    ['cycle', 'R/P', 'Text cannot be parsed to a Period'],
    ['cycle', 'R/PTx', 'Text cannot be parsed to a Duration'],
    ['cycle', 'every day', 'Cron expression contains 2 parts but we expect one of [6]'],
  ] as const)('%s %s', (type, value, message) => {
    expect(readTimer(type, value, 'x')).toEqual({ kind: 'fault', message })
  })
})
