/** How hard a trigger tries. Times in milliseconds. */
export interface DeliveryPolicy {
  /** Attempts after the first. */
  readonly retries: number
  readonly backoff: 'exponential' | 'linear'
  readonly delayMs: number
  /** For one attempt, from the first byte sent to the last byte received. */
  readonly timeoutMs: number
  /** The longest that a Retry-After is waited for; 0 does not look at it. */
  readonly retryAfterMaxMs: number
  /** Where an event goes that cannot be delivered; undefined drops it, and counts it. */
  readonly deadLetter: string | undefined
  /** undefined sends binary. */
  readonly format: 'json' | 'binary' | undefined
}

/** What holds for a broker and a trigger that say nothing. */
export const DEFAULT_POLICY: DeliveryPolicy = {
  retries: 10,
  backoff: 'exponential',
  delayMs: 200,
  timeoutMs: 30_000,
  retryAfterMaxMs: 300_000,
  deadLetter: undefined,
  format: undefined,
}

const LONGEST_DELAY_MS = 600_000

/**
 * How long to wait before retry `retry` (0 is the first): `delay * 2^retry`, or `delay * (retry + 1)`. At least what
 * the subscriber asked for, as far as the policy takes that.
 */
export function retryDelayMs(policy: DeliveryPolicy, retry: number, retryAfterMs: number | undefined): number {
  const grown = policy.backoff === 'exponential' ? policy.delayMs * 2 ** retry : policy.delayMs * (retry + 1)
  const asked = Math.min(retryAfterMs ?? 0, policy.retryAfterMaxMs)
  return Math.max(Math.min(grown, LONGEST_DELAY_MS), asked)
}
