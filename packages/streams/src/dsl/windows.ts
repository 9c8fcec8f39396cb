import { Refusal } from '@millrace/kernel'

/** Windows of one size, aligned to the epoch: tumbling when they advance by their size, else hopping. ms. */
export interface TimeWindows {
  readonly kind: 'time'
  readonly sizeMs: number
  readonly advanceMs: number
  /** How long after its end a window takes late records. */
  readonly graceMs: number
}

/** Windows that end when a key is silent for longer than the gap. ms. */
export interface SessionWindows {
  readonly kind: 'session'
  readonly gapMs: number
  readonly graceMs: number
}

/** Windows that end at each record, and begin right after each; both ends are inclusive. ms. */
export interface SlidingWindows {
  readonly kind: 'sliding'
  readonly differenceMs: number
  readonly graceMs: number
}

interface Grace {
  readonly graceMs?: number
}

/** `TimeWindows.ofSizeAndGrace` */
export function tumbling(sizeMs: number, grace: Grace = {}): TimeWindows {
  return hopping(sizeMs, sizeMs, grace)
}

/** `TimeWindows.ofSizeAndGrace(…).advanceBy(…)` */
export function hopping(sizeMs: number, advanceMs: number, { graceMs = 0 }: Grace = {}): TimeWindows {
  whole('a window’s size', sizeMs, 1)
  whole('a window’s advance', advanceMs, 1)
  whole('a window’s grace', graceMs, 0)
  if (advanceMs > sizeMs)
    throw new Refusal('INVALID_WINDOW', `windows of ${sizeMs} ms cannot advance by ${advanceMs} ms`)
  return { kind: 'time', sizeMs, advanceMs, graceMs }
}

/** `SessionWindows.ofInactivityGapAndGrace` */
export function sessions(gapMs: number, { graceMs = 0 }: Grace = {}): SessionWindows {
  whole('a session’s gap', gapMs, 1)
  whole('a session’s grace', graceMs, 0)
  return { kind: 'session', gapMs, graceMs }
}

/** `SlidingWindows.ofTimeDifferenceAndGrace` */
export function sliding(differenceMs: number, { graceMs = 0 }: Grace = {}): SlidingWindows {
  whole('a sliding window’s difference', differenceMs, 0)
  whole('a sliding window’s grace', graceMs, 0)
  return { kind: 'sliding', differenceMs, graceMs }
}

/** Starts of the windows that hold a time, ascending. */
export function* startsOf({ sizeMs, advanceMs }: TimeWindows, timestamp: number): Generator<number> {
  const first = Math.floor(Math.max(0, timestamp - sizeMs + advanceMs) / advanceMs) * advanceMs
  for (let start = first; start <= timestamp; start += advanceMs) yield start
}

function whole(what: string, ms: number, least: number): void {
  if (Number.isSafeInteger(ms) && ms >= least) return
  throw new Refusal('INVALID_WINDOW', `${what} is whole milliseconds from ${least} on, not ${ms}`)
}
