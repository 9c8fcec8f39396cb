import { type Clocks, type Timer, messageOf } from '@millrace/kernel'
import { soon } from '../resource/soon.ts'
import type { LogState } from './messages.ts'

const ASK_EVERY_MS = 2000
const SILENT_AFTER_MS = 3000

export interface FollowingPorts {
  readonly clocks: Clocks
  /** Resolves when the model has everything that is in the log. */
  readonly current: () => Promise<void>
  readonly changed: () => void
}

/** Finds out every two seconds whether the model still follows the log, so that pages can say when it does not. */
export class Following {
  readonly #ports: FollowingPorts
  #state: LogState
  #timer: Timer
  #stopped = false

  constructor(ports: FollowingPorts) {
    this.#ports = ports
    this.#state = { following: true, upToDateAt: ports.clocks.domain.now() }
    this.#timer = this.#next()
  }

  get state(): LogState {
    return this.#state
  }

  stop(): void {
    this.#stopped = true
    this.#timer.cancel()
  }

  #next(): Timer {
    return this.#ports.clocks.liveness.timerIn(ASK_EVERY_MS, () => void this.#round())
  }

  async #round(): Promise<void> {
    await this.#ask()
    if (!this.#stopped) this.#timer = this.#next()
  }

  async #ask(): Promise<void> {
    const { clocks, current, changed } = this.#ports
    try {
      await soon(clocks.liveness, SILENT_AFTER_MS, current())
      this.#state = { following: true, upToDateAt: clocks.domain.now() }
    } catch (error) {
      this.#state = { following: false, upToDateAt: this.#state.upToDateAt, reason: messageOf(error) }
    }
    changed()
  }
}
