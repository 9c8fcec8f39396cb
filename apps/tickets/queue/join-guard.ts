import { problem } from '@millrace/client/http'
import type { DomainClock } from '@millrace/kernel'

const WINDOW_MS = 60_000
const JOINS_MOST = 100
const SESSIONS_MOST = 200_000

/** Bounds how often one session asks to join: a hundred times a minute. */
export class JoinGuard {
  readonly #clock: DomainClock
  #since = 0
  readonly #joins = new Map<string, number>()

  constructor(clock: DomainClock) {
    this.#clock = clock
  }

  /** @throws Problem 429 TOO_MANY_JOINS */
  pass(sessionId: string): void {
    const now = this.#clock.now()
    if (now - this.#since >= WINDOW_MS || this.#joins.size >= SESSIONS_MOST) {
      this.#joins.clear()
      this.#since = now
    }
    const joins = (this.#joins.get(sessionId) ?? 0) + 1
    this.#joins.set(sessionId, joins)
    if (joins <= JOINS_MOST) return
    const text = `this session asked to join ${joins} times within a minute: ask for its place instead`
    throw problem(429, 'Too many joins', text, { code: 'TOO_MANY_JOINS' })
  }
}
