import { messageOf, type ServicePorts, type Timer } from '@millrace/kernel'
import type { Work } from './work.ts'

/** What could not be done (nothing can be told for the moment, the disk is away) is looked at again after this. */
const AGAIN_MS = 5000

/** What each of many has to do at its time: one timer for each key, and none is forgotten when its deed fails. */
export class Deadlines {
  readonly #ports: ServicePorts
  readonly #work: Work
  readonly #again: (key: string) => void
  readonly #timers = new Map<string, Timer>()
  readonly #failing = new Set<string>()
  #stopped = false

  /** @param again sets anew what `key` has to do, as it stands then: its last deed failed */
  constructor(ports: ServicePorts, work: Work, again: (key: string) => void) {
    this.#ports = ports
    this.#work = work
    this.#again = again
  }

  get stopped(): boolean {
    return this.#stopped
  }

  has(key: string): boolean {
    return this.#timers.has(key)
  }

  /** Does it at `at`, ms since epoch by the domain clock, in place of what was to be done before. */
  at(key: string, at: number, act: () => Promise<unknown>): void {
    this.#set(key, at, () => this.now(key, act))
  }

  /** Does it now. */
  now(key: string, act: () => Promise<unknown>): void {
    const done = act().then(
      () => void this.#failing.delete(key),
      (error: unknown) => this.#failed(key, error),
    )
    this.#work.track(done)
  }

  clear(key: string): void {
    this.#timers.get(key)?.cancel()
    this.#timers.delete(key)
    this.#failing.delete(key)
  }

  stop(): void {
    this.#stopped = true
    for (const timer of this.#timers.values()) timer.cancel()
  }

  #set(key: string, at: number, act: () => void): void {
    this.clear(key)
    if (this.#stopped) return
    const timer = this.#ports.clocks.domain.timerAt(at, () => {
      this.#timers.delete(key)
      act()
    })
    this.#timers.set(key, timer)
  }

  #failed(key: string, error: unknown): void {
    const { log, clocks } = this.#ports
    // One of thousands that wait for the same says it.
    const level = this.#failing.size === 0 ? 'warn' : 'debug'
    log[level]({ key, reason: messageOf(error) }, 'something due waits, and others may')
    // Its last change may have set a timer meanwhile.
    if (!this.has(key)) {
      this.#set(key, clocks.domain.now() + AGAIN_MS, () => {
        this.#failing.delete(key)
        this.#again(key)
      })
    }
    this.#failing.add(key)
  }
}
