import type { LivenessClock, Timer } from '@millrace/kernel'

const PAUSE_MS = 50

/** Tells those who listen that something changed; many changes in one moment are told as one. */
export class Changes {
  readonly #liveness: LivenessClock
  readonly #listeners = new Set<() => void>()
  #timer: Timer | undefined

  constructor(liveness: LivenessClock) {
    this.#liveness = liveness
  }

  note(): void {
    this.#timer ??= this.#liveness.timerIn(PAUSE_MS, () => {
      this.#timer = undefined
      for (const listener of this.#listeners) listener()
    })
  }

  /** Gives what ends it. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  stop(): void {
    this.#timer?.cancel()
  }
}
