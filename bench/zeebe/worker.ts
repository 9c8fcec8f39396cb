import type { PlainGateway } from '@millrace/zeebe/testing'
import { called } from './calls.ts'

export interface BenchJob {
  readonly key: number
  readonly processInstanceKey: number
  readonly variables: string
}

const POLL_MS = 1000
const JOB_MS = 120_000
const AT_ONCE = 200

/** Takes the jobs of a type by long polling, tells of each, and completes it; `done` hears when that is acknowledged. */
export class BenchWorker {
  readonly #gateway: PlainGateway
  readonly #type: string
  readonly #heard: { readonly taken?: (job: BenchJob) => void; readonly done?: (job: BenchJob) => void }
  readonly #running: Promise<void>
  #stopping = false
  #failure: unknown

  constructor(
    gateway: PlainGateway,
    type: string,
    heard: { readonly taken?: (job: BenchJob) => void; readonly done?: (job: BenchJob) => void },
  ) {
    this.#gateway = gateway
    this.#type = type
    this.#heard = heard
    this.#running = this.#run()
  }

  /** @throws what went wrong at work */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#running
    if (this.#failure !== undefined) throw this.#failure
  }

  async #run(): Promise<void> {
    const request = {
      type: this.#type,
      worker: 'bench',
      timeout: JOB_MS,
      maxJobsToActivate: AT_ONCE,
      requestTimeout: POLL_MS,
    }
    const pending = new Set<Promise<void>>()
    while (!this.#stopping) {
      const { messages } = await called(this.#gateway, 'ActivateJobs', request)
      for (const { jobs } of messages) {
        for (const job of jobs as BenchJob[]) {
          this.#heard.taken?.(job)
          const completed = this.#complete(job).finally(() => pending.delete(completed))
          pending.add(completed)
        }
      }
    }
    await Promise.all(pending)
  }

  async #complete(job: BenchJob): Promise<void> {
    try {
      await called(this.#gateway, 'CompleteJob', { jobKey: job.key, variables: '{}' })
      this.#heard.done?.(job)
    } catch (thrown) {
      this.#failure ??= thrown
    }
  }
}
