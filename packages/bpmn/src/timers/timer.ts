import { type Cron, nextCron, parseCron } from './cron.ts'
import { type Interval, addInterval, parseInstant, parseInterval } from './interval.ts'
import { DayTimeDuration, YearMonthDuration } from '../feel/temporal/durations.ts'
import type { FeelValue } from '../feel/value.ts'
import type { TimerDefinition } from '../graph/timer.ts'
import { resultType } from '../feel/result-type.ts'

/** When a timer is due. `repetitions` is how often it still fires, -1 for ever. */
export type Timer =
  | { readonly kind: 'date'; readonly atMs: number }
  | { readonly kind: 'interval'; readonly repetitions: number; readonly interval: Interval }
  | { readonly kind: 'cron'; readonly cron: Cron }

export interface TimerFault {
  readonly kind: 'fault'
  readonly message: string
}

export interface Due {
  readonly dueMs: number
  readonly repetitions: number
}

/**
 * Reads what a timer's expression gave (or its static text) in Zeebe's formats, a fault in Zeebe's words.
 * @param text the expression without `=`, for the fault
 */
export function readTimer(type: TimerDefinition['type'], value: FeelValue, text: string): Timer | TimerFault {
  return readers[type](value, text)
}

const readers: Record<TimerDefinition['type'], (value: FeelValue, text: string) => Timer | TimerFault> = {
  date: (value, text) => {
    if (value instanceof Temporal.ZonedDateTime) return { kind: 'date', atMs: value.epochMilliseconds }
    if (value instanceof Temporal.PlainDateTime) {
      return { kind: 'date', atMs: value.toZonedDateTime('UTC').epochMilliseconds }
    }
    if (typeof value !== 'string') return wrongType(value, text, "one of '[DATE_TIME, STRING]'")
    const atMs = parseInstant(value)
    return atMs === undefined
      ? fault(`Invalid date-time format '${value}' for expression '${text}'.`)
      : { kind: 'date', atMs }
  },
  duration: (value, text) => {
    if (value instanceof DayTimeDuration) return once({ ...NOTHING, ms: value.ms })
    if (value instanceof YearMonthDuration) return once({ ...NOTHING, months: value.months })
    if (typeof value !== 'string') return wrongType(value, text, "one of '[DURATION, PERIOD, STRING]'")
    const interval = parseInterval(value)
    return 'kind' in interval ? fault(`Invalid duration format '${value}' for expression '${text}'.`) : once(interval)
  },
  cycle: (value, text) => {
    if (typeof value !== 'string') return wrongType(value, text, "'STRING'")
    if (value.startsWith('R')) return readCycle(value)
    const cron = parseCron(value)
    return 'kind' in cron ? cron : { kind: 'cron', cron }
  },
}

const NOTHING: Interval = { years: 0, months: 0, days: 0, ms: 0, startMs: undefined }
const once = (interval: Interval): Timer => ({ kind: 'interval', repetitions: 1, interval })
const fault = (message: string): TimerFault => ({ kind: 'fault', message })
const wrongType = (value: FeelValue, text: string, wanted: string): TimerFault =>
  fault(`Expected result of the expression '${text}' to be ${wanted}, but was '${resultType(value)}'.`)

/** `R/PT10S` (for ever), `R3/PT10S`, `R3/2026-01-01T00:00:00Z/PT10S`. */
function readCycle(text: string): Timer | TimerFault {
  const slash = text.indexOf('/')
  if (slash === -1) return fault('No interval given')
  const count = text.slice(1, slash)
  if (!/^([-+]?\d{1,9})?$/.test(count)) return fault('Cannot parse repetitions count')
  const interval = parseInterval(text.slice(slash + 1))
  if ('kind' in interval) return interval
  return { kind: 'interval', repetitions: count === '' ? -1 : Number(count), interval }
}

/** When a timer that is set at `nowMs` fires first. Undefined when it never does. */
export function firstDue(timer: Timer, nowMs: number): Due | undefined {
  if (timer.kind === 'date') return { dueMs: timer.atMs, repetitions: 1 }
  if (timer.kind === 'cron') return nextOfCron(timer.cron, nowMs)
  const { interval, repetitions } = timer
  const start = interval.startMs ?? nowMs
  return { dueMs: start > nowMs ? start : addInterval(interval, nowMs), repetitions }
}

/**
 * When a timer that was due at `due` fires again; undefined when that was the last time. Counted from when it was due,
 * not from when it fired, so that it does not drift; what was missed meanwhile is not made up for.
 */
export function nextDue(timer: Timer, due: Due, nowMs: number): Due | undefined {
  if (due.repetitions >= 0 && due.repetitions <= 1) return undefined
  if (timer.kind === 'cron') return nextOfCron(timer.cron, nowMs)
  if (timer.kind === 'date') return undefined
  const next = addInterval(timer.interval, due.dueMs)
  return {
    dueMs: next > nowMs ? next : addInterval(timer.interval, nowMs),
    repetitions: due.repetitions < 0 ? due.repetitions : due.repetitions - 1,
  }
}

function nextOfCron(cron: Cron, nowMs: number): Due | undefined {
  const dueMs = nextCron(cron, nowMs)
  return dueMs === undefined ? undefined : { dueMs, repetitions: -1 }
}
