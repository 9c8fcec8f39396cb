/** ISO 8601 duration with calendar units: `P1Y2M3DT4H5M6.7S`, and an optional start (`2026-01-01T00:00:00Z/PT1H`). */
export interface Interval {
  readonly years: number
  readonly months: number
  readonly days: number
  readonly ms: number
  /** Due the first time then, if that is still to come. Ms since epoch. */
  readonly startMs: number | undefined
}

export interface IntervalFault {
  readonly kind: 'fault'
  readonly message: string
}

const PERIOD = /^([-+]?)P(?:([-+]?\d{1,9})Y)?(?:([-+]?\d{1,9})M)?(?:([-+]?\d{1,9})W)?(?:([-+]?\d{1,9})D)?$/i
const TIME =
  /^([-+]?)P(?:([-+]?\d{1,12})D)?(?:T(?:([-+]?\d{1,12})H)?(?:([-+]?\d{1,12})M)?(?:([-+]?\d{1,12})(?:[.,](\d{0,9}))?S)?)?$/i

const PERIOD_FAULT: IntervalFault = { kind: 'fault', message: 'Text cannot be parsed to a Period' }
const DURATION_FAULT: IntervalFault = { kind: 'fault', message: 'Text cannot be parsed to a Duration' }

/** Reads what Zeebe reads: the part before `T` is a period of the calendar, the part from it on an exact time. */
export function parseInterval(text: string): Interval | IntervalFault {
  const slash = text.lastIndexOf('/')
  if (slash <= 0) return parseDuration(slash === 0 ? text.slice(1) : text, undefined)
  const startMs = parseInstant(text.slice(0, slash))
  if (startMs === undefined) {
    return { kind: 'fault', message: `Text '${text.slice(0, slash)}' could not be parsed at index 0` }
  }
  return parseDuration(text.slice(slash + 1), startMs)
}

function parseDuration(text: string, startMs: number | undefined): Interval | IntervalFault {
  const signed = /^[-+]/.test(text) ? 1 : 0
  const time = text.indexOf('T')
  if (time === -1) {
    const period = parsePeriod(text)
    return period === undefined ? PERIOD_FAULT : { ...period, ms: 0, startMs }
  }
  const period = time === signed + 1 ? NO_PERIOD : parsePeriod(text.slice(0, time))
  if (period === undefined) return PERIOD_FAULT
  const sign = text.startsWith('-') ? '-' : ''
  const ms = parseTime(time === signed + 1 ? text : `${sign}P${text.slice(time)}`)
  return ms === undefined ? DURATION_FAULT : { ...period, ms, startMs }
}

const NO_PERIOD = { years: 0, months: 0, days: 0 }

function parsePeriod(text: string): typeof NO_PERIOD | undefined {
  const parts = PERIOD.exec(text)
  if (parts === null || parts.slice(2).every((part) => part === undefined)) return undefined
  const sign = parts[1] === '-' ? -1 : 1
  const [years, months, weeks, days] = [2, 3, 4, 5].map((group) => sign * Number(parts[group] ?? 0)) as Four
  return { years: years + 0, months: months + 0, days: weeks * 7 + days + 0 }
}

type Four = [number, number, number, number]

function parseTime(text: string): number | undefined {
  const parts = TIME.exec(text)
  if (parts === null || parts.slice(2).every((part) => part === undefined)) return undefined
  const sign = parts[1] === '-' ? -1 : 1
  const [days, hours, minutes, seconds] = [2, 3, 4, 5].map((group) => Number(parts[group] ?? 0)) as Four
  const fraction = Number(`0.${parts[6] ?? '0'}`) * (parts[5]?.startsWith('-') === true ? -1 : 1)
  const ms = sign * Math.trunc(days * 86_400_000 + hours * 3_600_000 + minutes * 60_000 + (seconds + fraction) * 1000)
  return Number.isSafeInteger(ms) ? ms + 0 : undefined
}

/** `2026-11-21T10:00:00Z`, `…+01:00`, `…+01:00[Europe/Paris]`: ms since epoch. Without a zone it is no instant. */
export function parseInstant(text: string): number | undefined {
  if (
    !/^[+-]?\d{4,6}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}(:?\d{2}){0,2})(\[[\w+\-/]+\])?$/i.test(
      text,
    )
  ) {
    return undefined
  }
  try {
    return Temporal.Instant.from(text).epochMilliseconds
  } catch (thrown) {
    // Temporal reports a day or an hour that does not exist this way; anything else is a bug.
    if (thrown instanceof RangeError) return undefined
    throw thrown
  }
}

/** The latest and earliest instants that there are (ECMAScript): a timer beyond is due then. */
const END_MS = 8.64e15

/** `fromMs` and the interval, in UTC. */
export function addInterval(interval: Interval, fromMs: number): number {
  const { years, months, days, ms } = interval
  if (years === 0 && months === 0) return bounded(fromMs + days * 86_400_000 + ms)
  try {
    const from = Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO('UTC')
    return bounded(from.add({ years, months }).epochMilliseconds + days * 86_400_000 + ms)
  } catch (thrown) {
    if (thrown instanceof RangeError) return years * 12 + months > 0 ? END_MS : -END_MS
    throw thrown
  }
}

const bounded = (ms: number): number => Math.min(Math.max(ms, -END_MS), END_MS)
