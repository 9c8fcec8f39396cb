import type { LivenessClock } from '@millrace/kernel'
import { networkOf } from './network.ts'

interface Window {
  failures: number
  readonly since: number
}

const WINDOW_MS = 60_000
/** Failures of one name from one address in a minute, and of one address; one of IPv6 stands for its network. */
const NAME_MOST = 10
const ADDRESS_MOST = 100
/** What is waited before a failure is told: 100 ms, twice as long each time. */
const FIRST_DELAY_MS = 100
const LONGEST_DELAY_MS = 2000
/** Addresses and names that are remembered; the oldest are forgotten first. */
const REMEMBERED_MOST = 20_000

/** Who failed to log in lately, and how often. */
export class Attempts {
  readonly #windows = new Map<string, Window>()
  readonly #clock: LivenessClock

  constructor(clock: LivenessClock) {
    this.#clock = clock
  }

  /** Whether it is refused without being looked at, however right it is. */
  isLocked(address: string, name: string): boolean {
    return this.#failures(nameKey(address, name)) >= NAME_MOST || this.#failures(networkOf(address)) >= ADDRESS_MOST
  }

  /** Notes a failure; gives how long (ms) to keep it to oneself. */
  failed(address: string, name: string): number {
    this.#count(networkOf(address))
    const failures = this.#count(nameKey(address, name))
    return Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), LONGEST_DELAY_MS)
  }

  succeeded(address: string, name: string): void {
    this.#windows.delete(nameKey(address, name))
  }

  #failures(key: string): number {
    return this.#current(key)?.failures ?? 0
  }

  #count(key: string): number {
    const window = this.#current(key) ?? { failures: 0, since: this.#clock.now() }
    window.failures += 1
    this.#windows.set(key, window)
    for (const oldest of this.#windows.keys()) {
      if (this.#windows.size <= REMEMBERED_MOST) break
      this.#windows.delete(oldest)
    }
    return window.failures
  }

  #current(key: string): Window | undefined {
    const window = this.#windows.get(key)
    if (window === undefined || this.#clock.now() - window.since < WINDOW_MS) return window
    this.#windows.delete(key)
    return undefined
  }
}

const nameKey = (address: string, name: string): string => `${networkOf(address)} ${name}`
