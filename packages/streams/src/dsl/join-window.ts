import { Refusal } from '@millrace/kernel'

/** How far apart the timestamps of two records may lie, and how late they may come; ms. */
export interface JoinWindow {
  /** How much earlier the other record may be. */
  readonly beforeMs: number
  /** How much later the other record may be. */
  readonly afterMs: number
  readonly graceMs: number
}

/** `JoinWindows.ofTimeDifferenceAndGrace` */
export function within(differenceMs: number, { graceMs = 0 }: { readonly graceMs?: number } = {}): JoinWindow {
  for (const ms of [differenceMs, graceMs]) {
    if (!Number.isSafeInteger(ms) || ms < 0) {
      throw new Refusal('INVALID_WINDOW', `a join's difference and grace are whole milliseconds from 0 on, not ${ms}`)
    }
  }
  return { beforeMs: differenceMs, afterMs: differenceMs, graceMs }
}
