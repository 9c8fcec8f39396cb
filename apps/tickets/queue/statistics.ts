const RECENT_MOST = 1000
const SMOOTHED_OVER_MS = 60_000
const SAMPLES_LEAST = 10

/** What was measured since the start: how fast people enter, and how long they waited. Not durable. */
export class Statistics {
  readonly #waits: number[] = []
  #perMinute = 0
  #last: number | undefined
  #samples = 0
  refusedJoins = 0
  repeatedJoins = 0

  /** `count` people entered at `now`. */
  entered(waits: readonly number[], now: number): void {
    if (waits.length === 0) return
    this.#waits.push(...waits)
    this.#waits.splice(0, this.#waits.length - RECENT_MOST)
    const since = Math.max(1, now - (this.#last ?? now - 1000))
    const weight = 1 - Math.exp(-since / SMOOTHED_OVER_MS)
    const current = (waits.length / since) * 60_000
    this.#perMinute = this.#samples === 0 ? current : this.#perMinute + weight * (current - this.#perMinute)
    this.#samples += waits.length
    this.#last = now
  }

  /** People per minute; undefined below ten samples. */
  get entering(): number | undefined {
    return this.#samples < SAMPLES_LEAST ? undefined : this.#perMinute
  }

  get wait(): { readonly p50: number; readonly p95: number } | 'unknown' {
    if (this.#waits.length < SAMPLES_LEAST) return 'unknown'
    const sorted = [...this.#waits].sort((a, b) => a - b)
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
    return { p50: at(0.5), p95: at(0.95) }
  }
}
