import { Worker } from 'node:worker_threads'
import type { FromThread, ServicePlan, ThreadInput } from './messages.ts'
import { type AppDefinition, type LivenessClock, type LogPort, type Timer, messageOf } from '@millrace/kernel'

export interface AppsInput {
  readonly apps: readonly AppDefinition[]
  readonly services: readonly ServicePlan[]
  readonly logLevel: string
  readonly log: LogPort
  readonly liveness: LivenessClock
}

export type ServiceUrls = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Starts of a thread that keeps dying, before it is left alone; back-off doubles from a second. */
const RESTARTS_AT_MOST = 8
const FIRST_BACKOFF_MS = 1000
/** How long a system may take to stop before its thread is ended. */
const STOP_MS = 5000

/** The thread of the systems: started, watched, started again when it dies, stopped. */
export class AppsHost {
  readonly #input: AppsInput
  readonly failures: { readonly app: string; readonly service: string; readonly message: string }[] = []
  urls: ServiceUrls = {}
  #worker: Worker | undefined
  #restarts = 0
  #retry: Timer | undefined
  #stopping = false

  constructor(input: AppsInput) {
    this.#input = input
  }

  get apps(): readonly AppDefinition[] {
    return this.#input.apps
  }

  /** Resolves when every service answers or has failed; a failed one is in `failures`. */
  start(): Promise<void> {
    if (this.#input.services.length === 0) return Promise.resolve()
    return new Promise((resolve, reject) => this.#launch(resolve, reject))
  }

  #launch(ready: () => void, failed: (error: Error) => void): void {
    const { services, logLevel, log } = this.#input
    const workerData: ThreadInput = { services, logLevel }
    const worker = new Worker(new URL('thread.ts', import.meta.url), { workerData })
    this.#worker = worker
    worker.on('message', (message: FromThread) => {
      if (message.kind === 'failed') {
        this.failures.push(message)
        log.error({ app: message.app, service: message.service, reason: message.message }, 'a service did not start')
      }
      if (message.kind === 'ready') {
        this.urls = message.urls
        ready()
      }
    })
    worker.once('error', (error: unknown) => {
      log.error({ reason: messageOf(error) }, 'the thread of the systems died')
      failed(error instanceof Error ? error : new Error(messageOf(error)))
      this.#restart()
    })
  }

  #restart(): void {
    if (this.#stopping || this.#restarts >= RESTARTS_AT_MOST) return
    const backoff = FIRST_BACKOFF_MS * 2 ** this.#restarts
    this.#restarts += 1
    this.#retry = this.#input.liveness.timerIn(backoff, () => this.#launch(ignore, ignore))
  }

  async stop(): Promise<void> {
    this.#stopping = true
    this.#retry?.cancel()
    const worker = this.#worker
    this.#worker = undefined
    if (worker === undefined) return
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    worker.postMessage({ kind: 'stop' })
    const overdue = this.#input.liveness.timerIn(STOP_MS, () => {
      this.#input.log.warn({ ms: STOP_MS }, 'the systems took too long to stop')
      void worker.terminate()
    })
    await ended
    overdue.cancel()
  }
}

const ignore = (): void => undefined
