import { setTimeout as sleep } from 'node:timers/promises'
import type { PlainGateway } from '@millrace/zeebe/testing'
import type { JobType } from './drawings.ts'
import { patient } from './patient.ts'
import type { Records, SeenJob } from './records.ts'

/** A job whose activation was lost with its answer comes again after this. */
const JOB_TIMEOUT_MS = 3000
const POLL_MS = 500
const CALL_MS = 3000
const AT_ONCE = 32
const PAUSE_MS = 40

/** Takes jobs of one type and completes them, each until it is acknowledged. */
export class Worker {
  readonly #type: JobType
  readonly #gateway: PlainGateway
  readonly #records: Records
  readonly #attempts = new Map<number, number>()
  readonly #done: Promise<void>
  #stopping = false

  constructor(type: JobType, gateway: PlainGateway, records: Records) {
    this.#type = type
    this.#gateway = gateway
    this.#records = records
    this.#done = this.#run().catch((thrown: unknown) => {
      records.failures.push(`worker ${type}: ${String(thrown)}`)
    })
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await this.#done
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const jobs = await this.#poll()
      await Promise.all(jobs.map((job) => this.#complete(job)))
    }
  }

  async #poll(): Promise<readonly SeenJob[]> {
    const request = { type: this.#type, worker: 'crash', timeout: JOB_TIMEOUT_MS, maxJobsToActivate: AT_ONCE }
    const answer = await this.#gateway.call('ActivateJobs', { ...request, requestTimeout: POLL_MS }, CALL_MS)
    if (answer.code !== 'OK') await sleep(PAUSE_MS)
    const jobs = answer.messages.flatMap(({ jobs: given }) => (given as Record<string, unknown>[]).map(seenJob))
    for (const job of jobs) this.#records.activated(this.#type, job)
    return jobs
  }

  async #complete({ key }: SeenJob): Promise<void> {
    const before = this.#attempts.get(key) ?? 0
    this.#attempts.set(key, before + 1)
    const { code, text, unsure } = await patient(this.#gateway, 'CompleteJob', { jobKey: key, variables: '{}' })
    if (code === 'OK') {
      if (this.#records.isCompleted(key)) this.#records.failures.push(`job ${key} was completed twice`)
      this.#records.completed(key)
    } else if (code === 'NOT_FOUND' && before + unsure > 0) this.#records.completed(key)
    else this.#records.failures.push(`complete ${this.#type} ${key}: ${code} ${text}`)
  }
}

function seenJob(job: Record<string, unknown>): SeenJob {
  const { order = '' } = JSON.parse(String(job['variables'])) as { readonly order?: string }
  return {
    key: Number(job['key']),
    processInstanceKey: Number(job['processInstanceKey']),
    elementId: String(job['elementId']),
    reference: order,
  }
}
