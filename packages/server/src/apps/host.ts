import { Worker } from 'node:worker_threads'
import { type LivenessClock, type LogPort, type Timer, messageOf } from '@millrace/kernel'
import type {
  AppManifest,
  FromThread,
  ServiceFailure,
  ServicePlan,
  ServiceUrls,
  ThreadInput,
  ToThread,
} from './messages.ts'

export interface AppsInput {
  readonly apps: readonly string[]
  readonly logLevel: string
  readonly log: LogPort
  readonly liveness: LivenessClock
}

/** Starts of a thread that keeps dying, before it is left alone; back-off doubles from a second. */
const RESTARTS_AT_MOST = 8
const FIRST_BACKOFF_MS = 1000
/** How long a system may take to stop before its thread is ended. */
const STOP_MS = 5000

/** The thread of the systems: loaded early, run when there is something to run on, started again when it dies. */
export class AppsHost {
  readonly #input: AppsInput
  #worker: Worker | undefined
  #services: readonly ServicePlan[] | undefined
  #restarts = 0
  #retry: Timer | undefined
  #stopping = false
  readonly #loaded = Promise.withResolvers<readonly AppManifest[]>()
  readonly #ready = Promise.withResolvers<void>()
  apps: readonly AppManifest[] = []
  urls: ServiceUrls = {}
  failures: ServiceFailure[] = []

  /** Starts the thread, which loads the code of the systems while the platform goes on starting. */
  constructor(input: AppsInput) {
    this.#input = input
    this.#loaded.promise.catch(ignore)
    this.#ready.promise.catch(ignore)
    if (input.apps.length === 0) this.#loaded.resolve([])
    else this.#launch()
  }

  /**
   * Runs the services that `plan` makes of the systems; resolves when each of them answers or has failed (`failures`).
   */
  async run(plan: (apps: readonly AppManifest[]) => Promise<readonly ServicePlan[]>): Promise<void> {
    this.apps = await this.#loaded.promise
    this.#services = await plan(this.apps)
    if (this.#services.length === 0) return
    this.#tell({ kind: 'run', services: this.#services })
    await this.#ready.promise
  }

  /** URL of the page of a system. */
  frontOf(app: AppManifest): string | undefined {
    return this.urls[app.name]?.[app.front]
  }

  #launch(): void {
    const { apps, logLevel, log } = this.#input
    const workerData: ThreadInput = { apps, logLevel }
    const worker = new Worker(new URL('thread.ts', import.meta.url), { workerData })
    this.#worker = worker
    worker.on('message', (message: FromThread) => this.#hear(message))
    worker.once('error', (error: unknown) => {
      log.error({ reason: messageOf(error) }, 'the thread of the systems died')
      this.#loaded.reject(error)
      this.#ready.reject(error)
      this.#restart()
    })
  }

  #hear(message: FromThread): void {
    switch (message.kind) {
      case 'loaded':
        this.#loaded.resolve(message.apps)
        // Not the first thread: it takes over what its predecessor ran.
        if (this.#services !== undefined) this.#tell({ kind: 'run', services: this.#services })
        return
      case 'failed':
        this.failures.push(message)
        this.#input.log.error(
          { app: message.app, service: message.service, reason: message.message },
          'a service did not start',
        )
        return
      case 'ready':
        this.urls = message.urls
        this.#ready.resolve()
    }
  }

  #tell(message: ToThread): void {
    this.#worker?.postMessage(message)
  }

  #restart(): void {
    if (this.#stopping || this.#restarts >= RESTARTS_AT_MOST) return
    const backoff = FIRST_BACKOFF_MS * 2 ** this.#restarts
    this.#restarts += 1
    this.failures = []
    this.#retry = this.#input.liveness.timerIn(backoff, () => this.#launch())
  }

  async stop(): Promise<void> {
    this.#stopping = true
    this.#retry?.cancel()
    const worker = this.#worker
    this.#worker = undefined
    if (worker === undefined || worker.threadId === -1) return
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    worker.postMessage({ kind: 'stop' } satisfies ToThread)
    const overdue = this.#input.liveness.timerIn(STOP_MS, () => {
      this.#input.log.warn({ ms: STOP_MS }, 'the systems took too long to stop')
      void worker.terminate()
    })
    await ended
    overdue.cancel()
  }
}

const ignore = (): void => undefined
