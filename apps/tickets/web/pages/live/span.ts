/** `2:05`, `1:02:05`, `3 d 1:02:05` for a span of ms; never negative. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const days = Math.floor(seconds / 86_400)
  const hours = Math.floor(seconds / 3600) % 24
  const minutes = Math.floor(seconds / 60) % 60
  const rest = two(seconds % 60)
  if (days > 0) return `${days} d ${hours}:${two(minutes)}:${rest}`
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`
}

/** `2 minutes and 5 seconds`, for those who listen. */
export function spokenSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const parts = [
    [Math.floor(seconds / 3600), 'hour'],
    [Math.floor(seconds / 60) % 60, 'minute'],
    [seconds % 60, 'second'],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([count, name]) => `${count} ${name}${count === 1 ? '' : 's'}`)
  return said.length === 0 ? 'no time' : said.slice(0, 2).join(' and ')
}

/** For a span of `low` to `high` ms: `under a minute`, `about 4 minutes`, `12 to 20 minutes`, `1 to 2 hours`: as exact as an estimate can be. */
export function waitText(low: number, high: number): string {
  const [from, to] = [Math.max(1, Math.round(low / 60_000)), Math.max(1, Math.ceil(high / 60_000))]
  if (high < 60_000) return 'under a minute'
  if (to >= 120) return hours(Math.max(1, Math.round(from / 60)), Math.ceil(to / 60))
  return from >= to ? `about ${to} minute${to === 1 ? '' : 's'}` : `${from} to ${to} minutes`
}

const hours = (from: number, to: number): string => (from >= to ? `about ${to} hours` : `${from} to ${to} hours`)
