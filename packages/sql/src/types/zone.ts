/** Local times of a time zone as ms since 1970-01-01 00:00 of its own wall clock. */
const formats = new Map<string, Intl.DateTimeFormat>()
const MAX_FORMATS = 100

/** Whether there is such a zone: `Europe/Berlin`, `UTC`, `GMT+08:00`. */
export function isZone(zone: string): boolean {
  try {
    return formatOf(zone) !== undefined
  } catch {
    return false
  }
}

/** What clocks in the zone show at an instant. */
export function localOf(instant: number, zone: string): number {
  return zone === 'UTC' ? instant : instant + offsetAt(instant, zone)
}

/**
 * The instant at which clocks in the zone show a time: of two the earlier; a time that they leave out is moved on by as
 * much as they are, as Java does.
 */
export function instantOf(local: number, zone: string): number {
  if (zone === 'UTC') return local
  const before = offsetAt(local - 86_400_000, zone)
  const after = offsetAt(local + 86_400_000, zone)
  const early = local - before
  return offsetAt(early, zone) === before || offsetAt(local - after, zone) !== after ? early : local - after
}

function offsetAt(instant: number, zone: string): number {
  const whole = Math.floor(instant / 1000) * 1000
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(whole)
      .map(({ type, value }) => [type, value]),
  )
  const [year, month, day] = [Number(parts['year']), Number(parts['month']), Number(parts['day'])]
  const [hour, minute, second] = [Number(parts['hour']), Number(parts['minute']), Number(parts['second'])]
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  if (formats.size >= MAX_FORMATS) formats.clear()
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone.replace(/^(GMT|UTC)(?=[+-])/, ''),
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(zone, made)
  return made
}
