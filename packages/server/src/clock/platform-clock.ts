import { type Clocks, Refusal, VirtualClock } from '@millrace/kernel'

/** Somebody whose work an `advance` waits for: a thread or a process that follows the clock. */
export type Drain = () => Promise<void>

const START = Date.UTC(2026, 0, 1)

/**
 * The platform's one clock (decisions.md, D7): domain time is the system's or virtual, liveness time is always the
 * system's.
 */
export class PlatformClock {
  readonly mode: 'system' | 'virtual'
  readonly clocks: Clocks
  readonly #virtual: VirtualClock | undefined
  readonly #drains = new Set<Drain>()

  constructor(mode: 'system' | 'virtual', system: Clocks) {
    this.mode = mode
    if (mode === 'virtual') this.#virtual = new VirtualClock({ start: START, drain: () => this.#drain() })
    this.clocks = { domain: this.#virtual ?? system.domain, liveness: system.liveness }
  }

  now(): number {
    return this.clocks.domain.now()
  }

  /** Adds work that `advance` waits for, after each timer; gives what takes it away again. */
  drainWith(drain: Drain): () => void {
    this.#drains.add(drain)
    return () => this.#drains.delete(drain)
  }

  /**
   * Moves virtual time on, in the order in which things fall due.
   *
   * @throws Refusal CLOCK_IS_REAL, INVALID_ADVANCE
   */
  async advance(ms: number): Promise<number> {
    if (this.#virtual === undefined) {
      throw new Refusal('CLOCK_IS_REAL', 'the clock runs in real time; start with --clock virtual to move it')
    }
    await this.#virtual.advance(ms)
    return this.#virtual.now()
  }

  async #drain(): Promise<void> {
    for (let turn = 0; turn < 2; turn++) {
      await new Promise<void>((resolve) => setImmediate(resolve))
      await Promise.all([...this.#drains].map((drain) => drain()))
    }
  }
}
