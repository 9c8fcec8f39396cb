import { TimerQueue, type DomainClock, type Timer } from '@millrace/kernel'

/** Work that has to be done before time may move on. */
export type Drain = () => Promise<void>

/** Domain time that someone else moves: the platform's virtual clock, followed from another process. */
export class FollowedClock implements DomainClock {
  readonly #timers = new TimerQueue()
  readonly #drains = new Set<Drain>()
  #now: number

  constructor(start: number) {
    this.#now = start
  }

  now(): number {
    return this.#now
  }

  timerAt(at: number, fire: () => void): Timer {
    return this.#timers.set(at, fire)
  }

  /** Due time of the earliest timer, ms since epoch. */
  get next(): number | undefined {
    return this.#timers.earliest()
  }

  /** Adds work that every step waits for; gives what takes it away. */
  drainWith(drain: Drain): () => void {
    this.#drains.add(drain)
    return () => this.#drains.delete(drain)
  }

  /** Fires what falls due up to `target`, in order, each at its own time; resolves when what that set off is done. */
  async follow(target: number): Promise<void> {
    await this.#drain()
    for (let due = this.next; due !== undefined && due <= target; due = this.next) {
      this.#now = Math.max(this.#now, due)
      this.#timers.takeDue(this.#now)?.()
      await this.#drain()
    }
    this.#now = Math.max(this.#now, target)
  }

  async #drain(): Promise<void> {
    for (let turn = 0; turn < 4; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
    await Promise.all([...this.#drains].map((drain) => drain()))
  }
}
