import type { KafkaClient, OutputRecord } from '@millrace/client'
import { invariant, type Timer } from '@millrace/kernel'
import type { AnyWake } from './processor-options.ts'
import type { Task } from './task.ts'

/** What falls due with time in the stores of tasks: when, and the doing of it. */
export class Waking {
  readonly #kafka: KafkaClient
  readonly #wake: AnyWake | undefined
  readonly #notify: () => void
  #alarm: Timer | undefined

  /** `notify` is called when something has fallen due. */
  constructor(kafka: KafkaClient, wake: AnyWake | undefined, notify: () => void) {
    this.#kafka = kafka
    this.#wake = wake
    this.#notify = notify
  }

  isDue(task: Task): boolean {
    return this.#at(task) <= this.#kafka.ports.clocks.domain.now()
  }

  /** Does what is due as part of the transaction; gives whether there was anything. */
  run(task: Task, send: (record: OutputRecord) => void): boolean {
    if (this.#wake === undefined || !this.isDue(task)) return false
    const { log, clocks } = this.#kafka.ports
    const now = clocks.domain.now()
    const stores = task.byName
    this.#wake.run(now, {
      send: (record) => send({ timestamp: now, ...record }),
      stores,
      partition: task.partition,
      log,
    })
    for (const store of task.stores.values()) store.keepRecord()
    task.wokeUp()
    invariant(this.#wake.at(stores) > now, 'what was due is done when `wake.run` returns')
    return true
  }

  /** Notifies when the earliest of the tasks' work falls due. */
  setAlarm(tasks: Iterable<Task>): void {
    this.#alarm?.cancel()
    this.#alarm = undefined
    if (this.#wake === undefined) return
    let earliest = Infinity
    for (const task of tasks) earliest = Math.min(earliest, this.#at(task))
    if (earliest < Infinity) this.#alarm = this.#kafka.ports.clocks.domain.timerAt(earliest, this.#notify)
  }

  stop(): void {
    this.#alarm?.cancel()
  }

  #at(task: Task): number {
    const wake = this.#wake
    if (wake === undefined) return Infinity
    task.wakeAt ??= wake.at(task.byName)
    return task.wakeAt
  }
}
