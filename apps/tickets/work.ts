import { pause, type Clocks } from '@millrace/kernel'

const PATIENCE_MS = 3000

interface Drainable {
  drainWith(drain: () => Promise<void>): () => void
}

/**
 * Work under way. Where the clock is virtual and somebody else moves it, time waits until the work is done, but for no
 * longer than three seconds: what cannot be done (an address is away) must not hold time up.
 */
export class Work {
  readonly #clocks: Clocks
  #open = 0
  readonly #idle = new Set<() => void>()

  constructor(clocks: Clocks) {
    this.#clocks = clocks
  }

  /** Counts the promise as work; its failure is its own affair. */
  track(work: Promise<unknown>): void {
    this.#open += 1
    const done = (): void => {
      this.#open -= 1
      if (this.#open > 0) return
      for (const resolve of this.#idle) resolve()
      this.#idle.clear()
    }
    void work.catch(() => undefined).finally(done)
  }

  idle(): Promise<void> {
    return this.#open === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.add(resolve))
  }

  /** Lets the clock wait for this work and for `more`; gives what ends that. */
  drainWith(more: () => Promise<void>): () => void {
    const clocks = this.#clocks as Clocks & Partial<Drainable>
    if (clocks.drainWith === undefined) return () => undefined
    return clocks.drainWith(async () => {
      const limit = new AbortController()
      const patience = pause(this.#clocks.liveness, PATIENCE_MS, limit.signal).catch(() => undefined)
      await Promise.race([this.idle().then(more), patience])
      limit.abort(new Error('done'))
    })
  }
}
