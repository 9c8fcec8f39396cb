/** Something outside that did not work yet. Domain time, ms. */
export interface Retry {
  readonly attempts: number
  readonly nextAt: number
  readonly lastError?: string | undefined
}

const FIRST_MS = 250
const MOST_MS = 60_000
const ERROR_CHARS = 300

/** The try after one that failed: later and later, at least once a minute, for as long as it takes. */
export function retryAfter({ attempts }: Retry, error: string, now: number): Retry & { readonly lastError: string } {
  const nextAt = now + Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempts, 20))
  return { attempts: attempts + 1, nextAt, lastError: error.slice(0, ERROR_CHARS) }
}
