import { fraction, type Random } from '@millrace/kernel'

/** Waits that double from `firstMs` to `mostMs`, spread by a fifth so that clients do not return in step. */
export interface Backoff {
  readonly firstMs: number
  readonly mostMs: number
}

export const RECONNECT: Backoff = { firstMs: 50, mostMs: 2000 }

/** Wait before try `attempt` + 1; `attempt` counts from 1. */
export function backoffMs({ firstMs, mostMs }: Backoff, attempt: number, random: Random): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(attempt - 1, 30))
  return full * (0.8 + 0.4 * fraction(random))
}
