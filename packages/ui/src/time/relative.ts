const units = [
  [60_000, 1000, 'second'],
  [3_600_000, 60_000, 'minute'],
  [86_400_000, 3_600_000, 'hour'],
  [30 * 86_400_000, 86_400_000, 'day'],
  [365 * 86_400_000, 30 * 86_400_000, 'month'],
  [Number.POSITIVE_INFINITY, 365 * 86_400_000, 'year'],
] as const

const words = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' })

/** "3 min. ago", "in 2 hr."; "now" within two seconds. Both are ms since epoch. */
export function relativeTime(at: number, now: number): string {
  const away = at - now
  const distance = Math.abs(away)
  if (distance < 2000) return 'now'
  const [, size, unit] = units.find(([below]) => distance < below) ?? units[5]
  return words.format(Math.trunc(away / size), unit)
}

/** `2026-11-21 12:34:56.789` in the reader's zone; what the exact time looks like everywhere. */
export function exactTime(at: number): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return 'not a time'
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  return `${day} ${time}.${String(date.getMilliseconds()).padStart(3, '0')}`
}
