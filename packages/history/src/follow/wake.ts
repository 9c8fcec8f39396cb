import type { LivenessClock } from '@millrace/kernel'

/** Somebody sleeps until he is woken, or for so long. A call while nobody sleeps is not lost. */
export class Wake {
  readonly #liveness: LivenessClock
  #sleeper: (() => void) | undefined
  #called = false

  constructor(liveness: LivenessClock) {
    this.#liveness = liveness
  }

  call(): void {
    this.#called = true
    this.#sleeper?.()
  }

  /** True when it was called, false when the time was over. */
  async sleep(ms: number): Promise<boolean> {
    if (!this.#called) {
      const woken = Promise.withResolvers<void>()
      this.#sleeper = woken.resolve
      const timer = this.#liveness.timerIn(ms, woken.resolve)
      await woken.promise
      timer.cancel()
      this.#sleeper = undefined
    }
    const called = this.#called
    this.#called = false
    return called
  }
}
