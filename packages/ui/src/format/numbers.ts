/** Numbers as people read them; one locale everywhere, so that columns align and screenshots agree. */
const counts = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** `1,234,567`; takes a bigint or a decimal string too, for offsets beyond the safe integers. */
export function formatCount(value: number | bigint | string): string {
  return counts.format(typeof value === 'string' ? BigInt(value) : value)
}

/** `1 record`, `1,204 records`; give the plural when it is not made by an s. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${counts.format(count)} ${count === 1 ? one : many}`
}

/** `1.2M`: for headings, never for offsets. */
export function formatCompact(value: number): string {
  return compact.format(value)
}

const steps = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** Bytes in powers of 1000: `812 B`, `1.5 kB`, `20 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 0) return 'unlimited'
  let value = bytes
  let step = 0
  while (value >= 999.5 && step < steps.length - 1) {
    value /= 1000
    step += 1
  }
  const digits = step === 0 || value >= 9.95 ? 0 : 1
  return `${value.toFixed(digits).replace(/\.0$/, '')} ${steps[step]}`
}

/** `12/s`, `0.4/s`, `1.2K/s`. */
export function formatRate(perSecond: number): string {
  if (perSecond === 0) return '0/s'
  if (perSecond < 10) return `${Number(perSecond.toFixed(1))}/s`
  return `${compact.format(perSecond)}/s`
}

const spans = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
] as const

/** A span of time in ms, two units at most: `7 d`, `1 h 30 min`, `250 ms`; negative means without end. */
export function formatDuration(ms: number): string {
  if (ms < 0) return 'for ever'
  const first = spans.findIndex(([size]) => ms >= size)
  const span = spans[first]
  if (span === undefined) return `${Math.round(ms)} ms`
  const [size, name] = span
  const whole = Math.floor(ms / size)
  const next = spans[first + 1]
  const rest = next === undefined ? 0 : Math.floor((ms % size) / next[0])
  return next === undefined || rest === 0 ? `${whole} ${name}` : `${whole} ${name} ${rest} ${next[1]}`
}
