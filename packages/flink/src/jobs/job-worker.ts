import { Worker } from 'node:worker_threads'
import type { LivenessClock, LogPort, Timer } from '@millrace/kernel'
import { messageOf } from '@millrace/kernel'
import type { FromWorker, ToWorker } from './messages.ts'

/** Who is told what the thread says of a job. */
export interface JobListener {
  message(message: FromWorker): void
  /** The thread died: the job is to be started again from its last epoch. */
  crashed(): void
}

/** A thread without jobs gives its memory back after so long. */
const IDLE_MS = 30_000

/** A thread that runs jobs: made when the first one comes. */
export class JobWorker {
  readonly #listeners = new Map<string, JobListener>()
  readonly #liveness: LivenessClock
  readonly #log: LogPort
  #worker: Worker | undefined
  #idle: Timer | undefined

  constructor(ports: { readonly liveness: LivenessClock; readonly log: LogPort }) {
    this.#liveness = ports.liveness
    this.#log = ports.log
  }

  get jobCount(): number {
    return this.#listeners.size
  }

  attach(job: string, listener: JobListener): void {
    this.#idle?.cancel()
    this.#listeners.set(job, listener)
    this.#worker ??= this.#launch()
  }

  detach(job: string): void {
    if (!this.#listeners.delete(job) || this.#listeners.size > 0) return
    this.#idle = this.#liveness.timerIn(IDLE_MS, () => void this.stop())
  }

  post(message: ToWorker): void {
    this.#worker?.postMessage(message)
  }

  async stop(): Promise<void> {
    this.#idle?.cancel()
    const worker = this.#worker
    this.#worker = undefined
    worker?.removeAllListeners()
    await worker?.terminate()
  }

  #launch(): Worker {
    const worker = new Worker(new URL('../worker/sql-worker.ts', import.meta.url))
    worker.on('message', (message: FromWorker) => this.#listeners.get(message.job)?.message(message))
    worker.once('error', (error: unknown) => {
      this.#log.error({ reason: messageOf(error), jobs: [...this.#listeners.keys()] }, 'a thread of SQL jobs died')
      this.#worker = undefined
      const listeners = [...this.#listeners.values()]
      this.#listeners.clear()
      for (const listener of listeners) listener.crashed()
    })
    return worker
  }
}
