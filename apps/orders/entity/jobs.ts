import { type Clocks, type LogPort, type Timer, messageOf, pause } from '@millrace/kernel'
import type { Job } from './decision.ts'

export interface JobsOptions {
  /** The entity's jobs as of now, when this instance owns its partition; undefined: another one does. */
  readonly jobsOf: (id: string) => readonly Job[] | undefined
  /** All entities that have jobs. */
  readonly pending: () => Iterable<string>
  /** Does the job and settles it. A throw: it is done again. */
  readonly perform: (id: string, job: Job, signal: AbortSignal) => Promise<void>
  readonly ownedPartitions: () => readonly number[]
  readonly clocks: Clocks
  readonly log: LogPort
}

const AT_ONCE = 16
const OWNERSHIP_EVERY_MS = 250
const AGAIN_MS = 500

/**
 * Does what falls due, at the instance that owns the entity. A job is at least once: after a crash, or when a partition
 * changes hands, it is done again, so what it does outside carries a stable id.
 */
export class Jobs {
  readonly #options: JobsOptions
  readonly #timers = new Map<string, Timer>()
  readonly #underWay = new Set<string>()
  readonly #queue: { readonly id: string; readonly job: Job }[] = []
  readonly #stop = new AbortController()
  readonly #done: Promise<void>
  #owned = ''
  #running = 0

  constructor(options: JobsOptions) {
    this.#options = options
    this.#done = this.#watchOwnership()
  }

  /** The entity has changed. */
  look(id: string): void {
    this.#timers.get(id)?.cancel()
    this.#timers.delete(id)
    if (this.#stop.signal.aborted) return
    const { domain } = this.#options.clocks
    let next = Infinity
    for (const job of this.#options.jobsOf(id) ?? []) {
      const name = `${id} ${job.id}`
      if (this.#underWay.has(name)) continue
      if (job.at > domain.now()) next = Math.min(next, job.at)
      else {
        this.#underWay.add(name)
        this.#queue.push({ id, job })
      }
    }
    if (Number.isFinite(next))
      this.#timers.set(
        id,
        domain.timerAt(next, () => this.look(id)),
      )
    this.#take()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    for (const timer of this.#timers.values()) timer.cancel()
    this.#queue.length = 0
    await this.#done
  }

  #take(): void {
    while (this.#running < AT_ONCE) {
      const next = this.#queue.shift()
      if (next === undefined) return
      this.#running++
      void this.#run(next.id, next.job)
    }
  }

  async #run(id: string, job: Job): Promise<void> {
    const { log, clocks, perform } = this.#options
    const { signal } = this.#stop
    try {
      await perform(id, job, signal)
    } catch (error) {
      if (!signal.aborted)
        log.warn({ id, job: job.id, reason: messageOf(error) }, 'a job was not done and is tried again')
      await pause(clocks.liveness, AGAIN_MS, signal).catch(() => undefined)
    }
    this.#running--
    this.#underWay.delete(`${id} ${job.id}`)
    this.look(id)
  }

  async #watchOwnership(): Promise<void> {
    const { clocks, ownedPartitions, pending } = this.#options
    const { signal } = this.#stop
    while (!signal.aborted) {
      await pause(clocks.liveness, OWNERSHIP_EVERY_MS, signal).catch(() => undefined)
      const owned = ownedPartitions().join()
      if (owned === this.#owned) continue
      this.#owned = owned
      for (const id of pending()) this.look(id)
    }
  }
}
