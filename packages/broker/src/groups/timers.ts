import type { LivenessClock, Timer } from '@millrace/kernel'
import type { TimerChange, TimerKey } from './draft.ts'

/** The timers of all groups, by group and key. */
export class GroupTimers {
  readonly #clock: LivenessClock
  readonly #due: (groupId: string, key: TimerKey) => void
  readonly #groups = new Map<string, Map<TimerKey, Timer>>()

  constructor(clock: LivenessClock, due: (groupId: string, key: TimerKey) => void) {
    this.#clock = clock
    this.#due = due
  }

  change(groupId: string, changes: readonly TimerChange[]): void {
    for (const change of changes) {
      if (change.kind === 'set') this.#set(groupId, change.key, change.afterMs)
      else this.#cancel(groupId, change.key)
    }
  }

  drop(groupId: string): void {
    for (const timer of this.#groups.get(groupId)?.values() ?? []) timer.cancel()
    this.#groups.delete(groupId)
  }

  close(): void {
    for (const groupId of this.#groups.keys()) this.drop(groupId)
  }

  #set(groupId: string, key: TimerKey, afterMs: number): void {
    this.#cancel(groupId, key)
    const timers = this.#groups.get(groupId) ?? new Map<TimerKey, Timer>()
    const timer = this.#clock.timerIn(afterMs, () => {
      this.#forget(groupId, key)
      this.#due(groupId, key)
    })
    this.#groups.set(groupId, timers.set(key, timer))
  }

  #cancel(groupId: string, key: TimerKey): void {
    this.#groups.get(groupId)?.get(key)?.cancel()
    this.#forget(groupId, key)
  }

  #forget(groupId: string, key: TimerKey): void {
    const timers = this.#groups.get(groupId)
    timers?.delete(key)
    if (timers?.size === 0) this.#groups.delete(groupId)
  }
}
