import { type Clocks, type DomainClock, Refusal, VirtualClock, invariant } from '@millrace/kernel'
import { Followers } from './followers.ts'

/** Work that an `advance` waits for, after each timer. */
export type Drain = () => Promise<void>

/** Where virtual time starts: the same for every run, so that what a test prints is the same too. */
const START = Date.UTC(2026, 0, 1)

/**
 * The platform's one clock (decisions.md, D7): domain time is the system's or virtual, liveness time is always the
 * system's. Other threads and processes follow it.
 */
export class PlatformClock {
  readonly mode: 'system' | 'virtual'
  readonly clocks: Clocks
  readonly followers: Followers
  readonly #system: DomainClock
  readonly #virtual: VirtualClock | undefined
  readonly #drains = new Set<Drain>()
  #moving: Promise<unknown> = Promise.resolve()

  constructor(mode: 'system' | 'virtual', system: Clocks) {
    this.mode = mode
    this.#system = system.domain
    if (mode === 'virtual') this.#virtual = new VirtualClock({ start: START, drain: () => this.#drain() })
    this.clocks = { domain: this.#virtual ?? system.domain, liveness: system.liveness }
    this.followers = new Followers(system.liveness)
  }

  now(): number {
    return this.clocks.domain.now()
  }

  /** Adds work that `advance` waits for; gives what takes it away again. */
  drainWith(drain: Drain): () => void {
    this.#drains.add(drain)
    return () => this.#drains.delete(drain)
  }

  /**
   * Moves virtual time on, here and at those who follow, in the order in which things fall due; gives the new time.
   * Calls queue behind one another.
   *
   * @throws Refusal CLOCK_IS_REAL, INVALID_ADVANCE
   */
  advance(ms: number): Promise<number> {
    return this.#queued((virtual) => virtual.now() + ms)
  }

  /**
   * Moves virtual time on to a moment, ms since epoch, as `advance` does.
   *
   * @throws Refusal CLOCK_IS_REAL, CLOCK_IS_LATER
   */
  moveTo(at: number): Promise<number> {
    return this.#queued((virtual) => {
      if (at >= virtual.now()) return at
      const [now, asked] = [virtual.now(), at].map((time) => new Date(time).toISOString())
      throw new Refusal('CLOCK_IS_LATER', `it is ${now} already, and time does not go back to ${asked}`)
    })
  }

  /**
   * Moves virtual time on to that of the system. The system's own clock is there already.
   *
   * @throws Refusal CLOCK_IS_LATER
   */
  reset(): Promise<number> {
    return this.#virtual === undefined ? Promise.resolve(this.now()) : this.moveTo(this.#system.now())
  }

  /** @param target says, when its turn comes, which time is to be reached */
  #queued(target: (virtual: VirtualClock) => number): Promise<number> {
    const virtual = this.#virtual
    if (virtual === undefined) {
      const text = 'the clock runs in real time; start with --clock virtual to move it'
      return Promise.reject(new Refusal('CLOCK_IS_REAL', text))
    }
    const turn = this.#moving.then(() => this.#moveTo(virtual, target(virtual)))
    this.#moving = turn.catch(() => undefined)
    return turn
  }

  async #moveTo(virtual: VirtualClock, target: number): Promise<number> {
    // What happened since the last step may have set timers: everybody says first what is due next.
    await this.followers.step(virtual.now())
    for (;;) {
      const due = earlier(virtual.next(), this.followers.next())
      if (due === undefined || due > target) break
      await this.#step(virtual, Math.max(due, virtual.now()))
    }
    await this.#step(virtual, target)
    return virtual.now()
  }

  async #step(virtual: VirtualClock, to: number): Promise<void> {
    invariant(to >= virtual.now(), 'virtual time only moves forward')
    await virtual.advance(to - virtual.now())
    await this.followers.step(to)
  }

  async #drain(): Promise<void> {
    for (let turn = 0; turn < 2; turn++) {
      await new Promise<void>((resolve) => setImmediate(resolve))
      await Promise.all([...this.#drains].map((drain) => drain()))
    }
  }
}

function earlier(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return Math.min(a, b)
}
