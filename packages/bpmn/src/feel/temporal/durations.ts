/** `duration("P1Y2M")`: whole months, normalised. */
export class YearMonthDuration {
  readonly months: number

  constructor(months: number) {
    this.months = months
  }

  toString(): string {
    if (this.months === 0) return 'P0Y'
    const size = Math.abs(this.months)
    const [years, months] = [Math.floor(size / 12), size % 12]
    return `${this.months < 0 ? '-' : ''}P${years > 0 ? `${years}Y` : ''}${months > 0 ? `${months}M` : ''}`
  }

  toTemporal(): Temporal.Duration {
    return Temporal.Duration.from({ months: this.months })
  }
}

const DAY_MS = 86_400_000

/** `duration("P1DT2H3.5S")`: milliseconds, at most 2^53. */
export class DayTimeDuration {
  readonly ms: number

  constructor(ms: number) {
    this.ms = ms
  }

  toString(): string {
    if (this.ms === 0) return 'P0D'
    const size = Math.abs(this.ms)
    const days = Math.floor(size / DAY_MS)
    const hours = Math.floor((size % DAY_MS) / 3_600_000)
    const minutes = Math.floor((size % 3_600_000) / 60_000)
    const seconds = (size % 60_000) / 1000
    const time = `${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${seconds > 0 ? `${seconds}S` : ''}`
    return `${this.ms < 0 ? '-' : ''}P${days > 0 ? `${days}D` : ''}${time === '' ? '' : `T${time}`}`
  }

  toTemporal(): Temporal.Duration {
    return Temporal.Duration.from({ milliseconds: this.ms })
  }
}

const YEAR_MONTH = /^-?P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?$/
const DAY_TIME = /^-?P(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/

/** ISO 8601 duration of one of the two kinds; undefined when it is neither, or does not fit into 2^53. */
export function parseDuration(text: string): YearMonthDuration | DayTimeDuration | undefined {
  const sign = text.startsWith('-') ? -1 : 1
  const months = YEAR_MONTH.exec(text)
  if (months !== null) {
    const total = sign * (Number(months[1] ?? 0) * 12 + Number(months[2] ?? 0))
    return Number.isSafeInteger(total) ? new YearMonthDuration(total) : undefined
  }
  const time = DAY_TIME.exec(text)
  if (time === null) return undefined
  const [days, hours, minutes, seconds] = [1, 2, 3, 4].map((group) => Number(time[group] ?? 0)) as [
    number,
    number,
    number,
    number,
  ]
  const ms = sign * Math.round(days * DAY_MS + hours * 3_600_000 + minutes * 60_000 + seconds * 1000)
  return Number.isSafeInteger(ms) ? new DayTimeDuration(ms) : undefined
}
