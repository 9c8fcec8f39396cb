import { type DomainClock, type Timer, TimerQueue } from '@millrace/kernel'
import type { CommandName } from '../commands/index.ts'
import type { EngineEvent } from '../records/record.ts'
import type { StateReader } from '../state/state.ts'

/** Commands that the clock gives, each about one key. */
export type DueCommand = Extract<CommandName, 'triggerTimer' | 'timeOutJob' | 'recurJob' | 'expireMessage'>

/** A burst is worked off in portions, so that others get their turn between. */
const AT_ONCE = 200

/**
 * When what falls due, on the domain clock. Entries are never taken back: the command looks whether it is still so.
 * A function of the state, rebuilt after a restart.
 */
export class Schedule {
  readonly #clock: DomainClock
  readonly #fire: (command: DueCommand, key: number) => void
  readonly #queue = new TimerQueue()
  #armed: { readonly at: number; readonly timer: Timer; readonly isOverdue: boolean } | undefined
  #closed = false

  constructor(clock: DomainClock, fire: (command: DueCommand, key: number) => void) {
    this.#clock = clock
    this.#fire = fire
  }

  /** Notes what an event makes due. */
  note({ valueType, intent, key, value }: EngineEvent): void {
    if (valueType === 'TIMER' && intent === 'CREATED') this.#add(value.dueDate, 'triggerTimer', key)
    else if (valueType === 'MESSAGE' && intent === 'PUBLISHED') {
      if (value.timeToLive > 0) this.#add(value.deadline, 'expireMessage', key)
    } else if (valueType === 'JOB') {
      if (intent === 'ACTIVATED' || intent === 'TIMEOUT_UPDATED') this.#add(value.deadline, 'timeOutJob', key)
      else if (intent === 'FAILED' && value.retryAt > 0) this.#add(value.retryAt, 'recurJob', key)
    }
  }

  /** Everything that a state waits for. */
  rebuild(state: StateReader): void {
    for (const [key, timer] of state.timers.entries()) this.#add(timer.dueDate, 'triggerTimer', key)
    for (const [key, message] of state.messages.entries()) this.#add(message.deadline, 'expireMessage', key)
    for (const [key, job] of state.jobs.entries()) {
      if (job.state === 'ACTIVATED') this.#add(job.deadline, 'timeOutJob', key)
      if (job.state === 'BACKING_OFF') this.#add(job.retryAt, 'recurJob', key)
    }
  }

  close(): void {
    this.#closed = true
    this.#armed?.timer.cancel()
  }

  #add(at: number, command: DueCommand, key: number): void {
    this.#queue.set(at, () => this.#fire(command, key))
    this.#arm()
  }

  #arm(): void {
    const at = this.#queue.earliest()
    if (this.#closed || at === undefined || (this.#armed !== undefined && this.#armed.at <= at)) return
    this.#armed?.timer.cancel()
    const isOverdue = at <= this.#clock.now()
    this.#armed = { at, timer: isOverdue ? this.#timerNow() : this.#clock.timerAt(at, () => this.#due()), isOverdue }
  }

  /** A virtual clock that stands still fires nothing, not even what is due already. */
  #timerNow(): Timer {
    const immediate = setImmediate(() => this.#due())
    return { cancel: () => clearImmediate(immediate) }
  }

  #due(): void {
    this.#armed = undefined
    const now = this.#clock.now()
    for (let fired = 0; fired < AT_ONCE && !this.#closed; fired++) {
      const fire = this.#queue.takeDue(now)
      if (fire === undefined) break
      fire()
    }
    this.#arm()
  }

  /**
   * Nothing is left that fires without the clock. What the clock is about to fire is the clock's: it may be waiting for
   * this very answer, between two timers of the same moment.
   */
  get settled(): boolean {
    return this.#armed?.isOverdue !== true
  }
}
