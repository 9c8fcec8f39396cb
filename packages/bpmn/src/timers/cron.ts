/** A cron expression of six fields, as Spring 5.3 has them: second minute hour day month weekday. In UTC. */
export interface Cron {
  readonly seconds: readonly number[]
  readonly minutes: readonly number[]
  readonly hours: readonly number[]
  readonly months: readonly number[]
  readonly days: DayRule
  readonly weekdays: DayRule
}

/** Which days of a month: day is 1..31, weekday 0..6 from Sunday. */
type DayRule = (date: MonthDay) => boolean

interface MonthDay {
  readonly day: number
  readonly weekday: number
  readonly lastDay: number
  /** Weekday of the first of the month. */
  readonly firstWeekday: number
}

interface Field {
  readonly name: string
  readonly least: number
  readonly most: number
  readonly names?: readonly string[]
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']
const SECOND: Field = { name: 'second', least: 0, most: 59 }
const MINUTE: Field = { name: 'minute', least: 0, most: 59 }
const HOUR: Field = { name: 'hour', least: 0, most: 23 }
const DAY: Field = { name: 'day of month', least: 1, most: 31 }
const MONTH: Field = { name: 'month', least: 1, most: 12, names: ['', ...MONTHS] }
const WEEKDAY: Field = { name: 'day of week', least: 0, most: 7, names: WEEKDAYS }

const MACROS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 0 1 1 *',
  '@annually': '0 0 0 1 1 *',
  '@monthly': '0 0 0 1 * *',
  '@weekly': '0 0 0 * * 0',
  '@daily': '0 0 0 * * *',
  '@midnight': '0 0 0 * * *',
  '@hourly': '0 0 * * * *',
}

export interface CronFault {
  readonly kind: 'fault'
  readonly message: string
}

class Unreadable extends Error {}

/** Reads `0 0 9-17 * * MON-FRI`, `0 0 0 L * *`, `0 0 0 * * 5#2`, `@hourly`. */
export function parseCron(text: string): Cron | CronFault {
  const parts = (MACROS[text.trim().toLowerCase()] ?? text).trim().split(/\s+/)
  if (parts.length !== 6) {
    return {
      kind: 'fault',
      message: `Cron expression contains ${text.trim() === '' ? 0 : parts.length} parts but we expect one of [6]`,
    }
  }
  const [second, minute, hour, day, month, weekday] = parts as [string, string, string, string, string, string]
  try {
    return {
      seconds: numbers(SECOND, second),
      minutes: numbers(MINUTE, minute),
      hours: numbers(HOUR, hour),
      months: numbers(MONTH, month),
      days: dayRule(day),
      weekdays: weekdayRule(weekday),
    }
  } catch (thrown) {
    if (thrown instanceof Unreadable) return { kind: 'fault', message: thrown.message }
    throw thrown
  }
}

function numbers(field: Field, text: string): readonly number[] {
  const found = new Set<number>()
  for (const part of text.split(',')) {
    const [range = '', step, ...more] = part.split('/')
    if (more.length > 0) throw unreadable(field, part)
    const [from, to] = bounds(field, range, step !== undefined)
    const by = step === undefined ? 1 : whole(field, step, part)
    if (by < 1 || from > to) throw unreadable(field, part)
    for (let value = from; value <= to; value += by) found.add(value)
  }
  return [...found].toSorted((a, b) => a - b)
}

function bounds(field: Field, range: string, stepped: boolean): readonly [number, number] {
  if (range === '*' || range === '?') return [field.least, field.most]
  const [from = '', to, ...more] = range.split('-')
  if (more.length > 0) throw unreadable(field, range)
  const first = valueOf(field, from)
  if (to === undefined) return [first, stepped ? field.most : first]
  const end = valueOf(field, to)
  // MON-SUN: Sunday is 0 and 7.
  return [first, field === WEEKDAY && end === 0 && first > 0 ? 7 : end]
}

function valueOf(field: Field, text: string): number {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1
  const value = named >= 0 && text !== '' ? named : whole(field, text, text)
  if (value < field.least || value > field.most) throw unreadable(field, text)
  return value
}

function whole(field: Field, text: string, part: string): number {
  if (!/^\d{1,4}$/.test(text)) throw unreadable(field, part)
  return Number(text)
}

const unreadable = (field: Field, part: string): Unreadable =>
  new Unreadable(`Failed to parse cron expression: '${part}' is no ${field.name} (${field.least}-${field.most})`)

/** `*`, lists, `L`, `L-3`, `LW`, `15W`. */
function dayRule(text: string): DayRule {
  const last = /^L(?:-(\d{1,2}))?$/i.exec(text)
  if (last !== null) return ({ day, lastDay }) => day === lastDay - Number(last[1] ?? 0)
  if (/^LW$/i.test(text)) return (date) => date.day === nearestWorkday(date, date.lastDay)
  const near = /^(\d{1,2})W$/i.exec(text)
  if (near !== null) {
    const wanted = valueOf(DAY, near[1] as string)
    return (date) => wanted <= date.lastDay && date.day === nearestWorkday(date, wanted)
  }
  const days = new Set(numbers(DAY, text))
  return ({ day }) => days.has(day)
}

/** The working day of the same month that is closest to `day`. */
function nearestWorkday({ firstWeekday, lastDay }: MonthDay, day: number): number {
  const weekday = (firstWeekday + day - 1) % 7
  if (weekday === 6) return day > 1 ? day - 1 : day + 2
  if (weekday === 0) return day < lastDay ? day + 1 : day - 2
  return day
}

/** `*`, lists and names (0 and 7 are Sunday), `5L` (the last Friday), `5#2` (the second). */
function weekdayRule(text: string): DayRule {
  const last = /^(\w{1,3})L$/i.exec(text)
  if (last !== null) {
    const wanted = valueOf(WEEKDAY, last[1] as string) % 7
    return ({ day, weekday, lastDay }) => weekday === wanted && day + 7 > lastDay
  }
  const nth = /^(\w{1,3})#([1-5])$/.exec(text)
  if (nth !== null) {
    const wanted = valueOf(WEEKDAY, nth[1] as string) % 7
    return ({ day, weekday }) => weekday === wanted && Math.ceil(day / 7) === Number(nth[2])
  }
  const days = new Set(numbers(WEEKDAY, text).map((day) => day % 7))
  return ({ weekday }) => days.has(weekday)
}

const DAY_MS = 86_400_000
/** A leap day on one weekday comes back after forty years at the most; what no day until then meets is never met. */
const DAYS_AHEAD = 14_620

/** The first time after `fromMs` that the expression means; undefined when there is none (30 February). */
export function nextCron(cron: Cron, fromMs: number): number | undefined {
  const from = (Math.floor(fromMs / 1000) + 1) * 1000
  const startOfDay = Math.floor(from / DAY_MS) * DAY_MS
  for (let ahead = 0; ahead < DAYS_AHEAD; ahead += 1) {
    const dayMs = startOfDay + ahead * DAY_MS
    if (!meetsDay(cron, dayMs)) continue
    const time = timeOfDay(cron, ahead === 0 ? (from - startOfDay) / 1000 : 0)
    if (time !== undefined) return dayMs + time * 1000
  }
  return undefined
}

function meetsDay(cron: Cron, dayMs: number): boolean {
  const date = new Date(dayMs)
  if (!cron.months.includes(date.getUTCMonth() + 1)) return false
  const day = date.getUTCDate()
  const weekday = date.getUTCDay()
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  const month = { day, weekday, lastDay, firstWeekday: (((weekday - day + 1) % 7) + 7) % 7 }
  return cron.days(month) && cron.weekdays(month)
}

/** The first second of the day from `from` on that the fields allow. */
function timeOfDay(cron: Cron, from: number): number | undefined {
  for (const hour of cron.hours) {
    for (const minute of cron.minutes) {
      const start = hour * 3600 + minute * 60
      if (start + 59 < from) continue
      const second = cron.seconds.find((candidate) => start + candidate >= from)
      if (second !== undefined) return start + second
    }
  }
  return undefined
}
