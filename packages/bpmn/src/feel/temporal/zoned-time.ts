/** A time of day with an offset or the name of a zone: `@"10:31:10+01:00"`, `@"10:31:10@Europe/Paris"`. */
export class ZonedTime {
  readonly time: Temporal.PlainTime
  /** `+01:00`, `Z`, or a name like `Europe/Paris`. */
  readonly zone: string

  constructor(time: Temporal.PlainTime, zone: string) {
    this.time = time
    this.zone = zone
  }

  /** Milliseconds since midnight UTC: what times compare by. A named zone counts with its offset of 1970. */
  utcMs(): number {
    const local = Temporal.PlainDate.from('1970-01-01').toZonedDateTime({
      timeZone: timeZone(this.zone),
      plainTime: this.time,
    })
    return local.epochMilliseconds
  }

  toString(): string {
    return `${this.time.toString()}${isOffset(this.zone) ? this.zone : `@${this.zone}`}`
  }
}

export const isOffset = (zone: string): boolean => zone === 'Z' || /^[+-]/.test(zone)

/** The name of a zone as Temporal takes it. */
export const timeZone = (zone: string): string => (zone === 'Z' ? 'UTC' : zone)
