/** Failures in a row that open the circuit, and how long it stays open: doubled each time, up to the longest. */
const FAILURES = 10
const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 30_000

/**
 * Spares a subscriber that fails over and over: after ten failures in a row nothing is sent for a while, then one
 * attempt at a time until one succeeds. Times are on the domain clock.
 */
export class Breaker {
  #failures = 0
  #openUntil = 0
  #pauseMs = FIRST_PAUSE_MS
  #probing = false

  get isOpen(): boolean {
    return this.#failures >= FAILURES
  }

  /** ms to wait before asking again; 0 lets an attempt go. */
  admit(now: number): number {
    if (!this.isOpen) return 0
    if (now < this.#openUntil) return this.#openUntil - now
    if (this.#probing) return FIRST_PAUSE_MS
    this.#probing = true
    return 0
  }

  succeeded(): void {
    this.#failures = 0
    this.#pauseMs = FIRST_PAUSE_MS
    this.#probing = false
  }

  failed(now: number): void {
    this.#failures += 1
    const probed = this.#probing
    this.#probing = false
    if (!this.isOpen) return
    this.#openUntil = now + this.#pauseMs
    if (probed) this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS)
  }
}
