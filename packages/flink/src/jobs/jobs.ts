import type { Broker, Journal } from '@millrace/broker'
import { type Clocks, type LogPort, type Random, Refusal, uuidV4 } from '@millrace/kernel'
import type { Plan } from '@millrace/sql'
import type { GatewayLimits } from '../limits.ts'
import type { JobStates, StoredState } from '../state/job-states.ts'
import { planJob } from '../worker/plan-job.ts'
import { type JobTables, tablesOf } from './job-tables.ts'
import { JobWorker } from './job-worker.ts'
import type { JobSpec } from './messages.ts'
import { type JobEvents, RunningJob, epochName } from './running-job.ts'

export type JobStatus = 'RUNNING' | 'FINISHED' | 'CANCELED' | 'FAILED'

/** A job as it is listed. */
export interface JobEntry {
  readonly spec: JobSpec
  readonly kind: 'insert' | 'query'
  /** ms since 1970 */
  readonly startedAt: number
  status: JobStatus
  endedAt: number | undefined
  /** Why it failed. */
  error: { readonly code: string; readonly text: string } | undefined
  running: RunningJob | undefined
  /** What it reads and writes; not known when it could not be planned again. */
  tables: JobTables | undefined
  /** The last lines of its print sinks. */
  readonly printed: string[]
}

type Stored = Pick<JobEntry, 'spec' | 'startedAt' | 'status' | 'endedAt' | 'error'>

export interface JobsOptions {
  readonly broker: Broker
  readonly journal: Journal
  readonly states: JobStates
  readonly clocks: Clocks
  readonly clock: 'system' | 'virtual'
  readonly random: Random
  readonly log: LogPort
  readonly own: readonly string[]
  readonly limits: GatewayLimits
  /** Threads that jobs share. */
  readonly workerCount: number
}

const KEY = 'job/'
const PRINTED_LINES = 100
/** A job whose thread died is started again so often before it counts as failed. */
const CRASHES = 3

/** Every job: durable ones of INSERT, and the queries of sessions. */
export class Jobs {
  readonly #options: JobsOptions
  readonly #entries = new Map<string, JobEntry>()
  readonly #workers: readonly JobWorker[]
  readonly #crashes = new Map<string, number>()
  readonly #waiting = new Map<string, (() => void)[]>()

  constructor(options: JobsOptions) {
    this.#options = options
    this.#workers = Array.from({ length: options.workerCount }, () => {
      return new JobWorker({ liveness: options.clocks.liveness, log: options.log })
    })
  }

  newId(): string {
    return uuidV4(this.#options.random).replaceAll('-', '')
  }

  list(): readonly JobEntry[] {
    return [...this.#entries.values()]
  }

  get(id: string): JobEntry | undefined {
    return this.#entries.get(id)
  }

  /** @throws Refusal JOB_NOT_FOUND */
  existing(id: string): JobEntry {
    const found = this.#entries.get(id)
    if (found === undefined) throw new Refusal('JOB_NOT_FOUND', `Could not find Flink job (${id})`)
    return found
  }

  /** Starts again what ran when the platform stopped. Jobs that cannot start are listed as failed, and say why. */
  async restore(entries: ReadonlyMap<string, object>, stored: ReadonlyMap<string, StoredState>): Promise<void> {
    for (const [key, value] of entries) {
      if (!key.startsWith(KEY)) continue
      const entry: JobEntry = {
        ...(value as Stored),
        kind: 'insert',
        running: undefined,
        tables: undefined,
        printed: [],
      }
      this.#entries.set(entry.spec.id, entry)
      if (entry.status === 'RUNNING') await this.#resume(entry, stored.get(entry.spec.id))
    }
  }

  /** Starts a job of INSERT: written down before it runs, and from then on until it ends or is stopped. */
  async insert(spec: JobSpec, plans: readonly Plan[]): Promise<JobEntry> {
    const entry = this.#add(spec, 'insert')
    try {
      await this.#keep(entry)
      await this.#run(entry, tablesOf(plans), undefined)
    } catch (error) {
      this.#entries.delete(spec.id)
      await this.#options.journal.write([{ key: `${KEY}${spec.id}`, value: null }])
      throw error
    }
    return entry
  }

  /** Starts a query of a session: it is gone with the one who asked. */
  async query(spec: JobSpec, plan: Plan, events: Partial<JobEvents>): Promise<JobEntry> {
    const entry = this.#add(spec, 'query')
    try {
      await this.#run(entry, tablesOf([plan]), undefined, events)
    } catch (error) {
      this.#entries.delete(spec.id)
      throw error
    }
    return entry
  }

  /** Stops a job where it is; one of INSERT can be resumed. @throws Refusal JOB_NOT_FOUND */
  async stop(id: string, status: 'FINISHED' | 'CANCELED'): Promise<void> {
    const entry = this.existing(id)
    if (entry.status !== 'RUNNING') return
    await entry.running?.stop()
    await this.#finish(entry, status)
  }

  /** Resolves when a job is over, whatever became of it. */
  over(id: string): Promise<void> {
    if (this.existing(id).status !== 'RUNNING') return Promise.resolve()
    return new Promise((resolve) => this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), resolve]))
  }

  /** Goes on with a job that was stopped or has failed, from its last epoch. @throws Refusal JOB_NOT_FOUND, JOB_RUNNING */
  async resume(id: string): Promise<void> {
    const entry = this.existing(id)
    if (entry.status === 'RUNNING') throw new Refusal('JOB_RUNNING', `job ${id} runs already`)
    if (entry.kind === 'query') throw new Refusal('JOB_NOT_FOUND', `job ${id} is a query: ask it again`)
    entry.status = 'RUNNING'
    entry.error = undefined
    entry.endedAt = undefined
    this.#crashes.delete(id)
    await this.#keep(entry)
    await this.#resume(entry, await this.#stored(id))
  }

  /** Forgets a job that is over, with its state. @throws Refusal JOB_NOT_FOUND, JOB_RUNNING */
  async remove(id: string): Promise<void> {
    const entry = this.existing(id)
    if (entry.status === 'RUNNING') throw new Refusal('JOB_RUNNING', `job ${id} runs: stop it first`)
    this.#entries.delete(id)
    if (entry.kind === 'query') return
    const { journal, states, broker, clocks } = this.#options
    await journal.write([{ key: `${KEY}${id}`, value: null }])
    await states.forget(id, clocks.domain.now())
    await broker.epochs.forget(epochName(id))
  }

  /** Resolves when every job has processed what there is; with `follow`, and let time pass where nothing more is. */
  async settle(follow: boolean): Promise<void> {
    const running = [...this.#entries.values()].flatMap((entry) => (entry.running === undefined ? [] : [entry.running]))
    await Promise.all(running.map((job) => job.settle(follow)))
  }

  /** Counts up whenever a job has committed something. */
  progress(): number {
    return [...this.#entries.values()].reduce((sum, { running }) => sum + (running?.figures.epochs ?? 0), 0)
  }

  /** Stops what runs; jobs of INSERT go on at the next start. */
  async close(): Promise<void> {
    await Promise.all([...this.#entries.values()].map((entry) => entry.running?.stop()))
    await Promise.all(this.#workers.map((worker) => worker.stop()))
  }

  #add(spec: JobSpec, kind: JobEntry['kind']): JobEntry {
    const { limits, clocks } = this.#options
    const running = [...this.#entries.values()].filter(({ status }) => status === 'RUNNING').length
    if (running >= limits.jobCount) {
      throw new Refusal('SQL_LIMIT', `${running} jobs run, and ${limits.jobCount} is the most: stop some of them`)
    }
    const startedAt = clocks.domain.now()
    const entry: JobEntry = {
      spec,
      kind,
      startedAt,
      status: 'RUNNING',
      endedAt: undefined,
      error: undefined,
      running: undefined,
      tables: undefined,
      printed: [],
    }
    this.#entries.set(spec.id, entry)
    return entry
  }

  async #resume(entry: JobEntry, state: StoredState | undefined): Promise<void> {
    try {
      await this.#run(entry, tablesOf(planJob(entry.spec)), state)
    } catch (error) {
      const { code = 'SQL_RUNTIME', message } = error as { code?: string; message: string }
      await this.#fail(entry, code, message)
    }
  }

  async #run(
    entry: JobEntry,
    tables: JobTables,
    state: StoredState | undefined,
    events: Partial<JobEvents> = {},
  ): Promise<void> {
    entry.tables = tables
    entry.running = await RunningJob.start({
      ...this.#options,
      ...this.#options.limits,
      spec: entry.spec,
      tables,
      state,
      output: entry.kind === 'insert' ? 'tables' : 'rows',
      worker: this.#leastBusy(),
      events: {
        ended: () => void this.#finish(entry, 'FINISHED').then(() => events.ended?.()),
        failed: (code, text) => void this.#fail(entry, code, text).then(() => events.failed?.(code, text)),
        crashed: () => void this.#crashed(entry, events),
        rows: (rows, count) => events.rows?.(rows, count),
        printed: (line) => this.#print(entry, line),
      },
    })
  }

  #leastBusy(): JobWorker {
    return this.#workers.reduce((least, worker) => (worker.jobCount < least.jobCount ? worker : least))
  }

  #print(entry: JobEntry, line: string): void {
    entry.printed.push(line)
    if (entry.printed.length > PRINTED_LINES) entry.printed.shift()
    this.#options.log.info({ job: entry.spec.id, line }, 'a print sink')
  }

  async #crashed(entry: JobEntry, events: Partial<JobEvents>): Promise<void> {
    const { id } = entry.spec
    const crashes = (this.#crashes.get(id) ?? 0) + 1
    this.#crashes.set(id, crashes)
    if (entry.kind === 'query' || crashes > CRASHES) {
      const text = 'the thread of the job died; the log of the platform says more'
      await this.#fail(entry, 'WORKER_DIED', text)
      events.failed?.('WORKER_DIED', text)
      return
    }
    await this.#resume(entry, await this.#stored(id))
  }

  async #stored(id: string): Promise<StoredState | undefined> {
    return (await this.#options.states.read()).get(id)
  }

  async #fail(entry: JobEntry, code: string, text: string): Promise<void> {
    entry.error = { code, text }
    this.#options.log.warn({ job: entry.spec.id, name: entry.spec.name, code, reason: text }, 'an SQL job failed')
    await this.#finish(entry, 'FAILED')
  }

  async #finish(entry: JobEntry, status: JobStatus): Promise<void> {
    entry.status = status
    entry.running = undefined
    entry.endedAt = this.#options.clocks.domain.now()
    if (entry.kind === 'insert') await this.#keep(entry)
    for (const resolve of this.#waiting.get(entry.spec.id) ?? []) resolve()
    this.#waiting.delete(entry.spec.id)
    await this.#forgetOldest()
  }

  async #forgetOldest(): Promise<void> {
    const over = [...this.#entries.values()].filter(({ status }) => status !== 'RUNNING')
    for (const entry of over.slice(0, Math.max(0, over.length - this.#options.limits.finishedJobCount))) {
      await this.remove(entry.spec.id)
    }
  }

  #keep({ spec, startedAt, status, endedAt, error }: JobEntry): Promise<void> {
    return this.#options.journal.write([
      { key: `${KEY}${spec.id}`, value: { spec, startedAt, status, endedAt, error } },
    ])
  }
}
