import { type Broker, Journal } from '@millrace/broker'
import { type Clocks, type LogPort, type Random, Refusal, type Timer, uuidV4 } from '@millrace/kernel'
import { SharedTables } from '../catalog/shared-tables.ts'
import { Jobs } from '../jobs/jobs.ts'
import { DEFAULT_LIMITS, type GatewayLimits } from '../limits.ts'
import { JobStates } from '../state/job-states.ts'
import { Views } from '../views/views.ts'
import { execute } from './execute.ts'
import type { Execution } from './execution.ts'
import { GatewaySession } from './gateway-session.ts'
import type { Fetched, Operation } from './operation.ts'
import { type QueryEvents, type StartedQuery, startQuery } from './start-query.ts'

export interface GatewayOptions {
  readonly broker: Broker
  readonly clocks: Clocks
  /** Whether domain time moves only when told to. */
  readonly clock: 'system' | 'virtual'
  readonly random: Random
  readonly log: LogPort
  /** `host:port` under which our own log is known: tables on it take the short path. */
  readonly own: readonly string[]
  readonly limits?: Partial<GatewayLimits>
  readonly workerCount?: number
}

/** What the SQL engine knows of itself: tables over topics, jobs. Compacted; anybody may read it. */
const JOURNAL_TOPIC = '__millrace_sql'
const SWEEP_MS = 10_000
/** Rounds of settling: output of one job may be input of another. */
const SETTLE_ROUNDS = 8

/** Sessions, their statements and results, over tables and jobs. What Flink's gateway does, without its protocol. */
export class Gateway {
  readonly jobs: Jobs
  readonly tables: SharedTables
  readonly limits: GatewayLimits
  /** What queries over shared tables give now, kept up to date. */
  readonly views: Views
  readonly #options: GatewayOptions
  readonly #sessions = new Map<string, GatewaySession>()
  #sweep: Timer | undefined

  private constructor(options: GatewayOptions, limits: GatewayLimits, tables: SharedTables, jobs: Jobs) {
    this.#options = options
    this.limits = limits
    this.tables = tables
    this.jobs = jobs
    this.views = new Views((sql, events) => this.#startView(sql, events), limits, options.clocks.liveness)
    this.#sweepLater()
  }

  /** Reads what tables and jobs there are, and starts the jobs that ran. @throws Fault STATE_FORMAT */
  static async open(options: GatewayOptions): Promise<Gateway> {
    const limits = { ...DEFAULT_LIMITS, ...options.limits }
    const { broker, clocks, clock, random, log, own, workerCount = 1 } = options
    const { journal, entries } = await Journal.open(broker, JOURNAL_TOPIC, () => clocks.domain.now())
    const { states, stored } = await JobStates.open(broker)
    const tables = new SharedTables(broker, journal, entries)
    const jobs = new Jobs({ broker, journal, states, clocks, clock, random, log, own, limits, workerCount })
    await jobs.restore(entries, stored)
    return new Gateway(options, limits, tables, jobs)
  }

  get sessionCount(): number {
    return this.#sessions.size
  }

  /** Opens a session; gives its handle. @throws Refusal SQL_LIMIT */
  openSession(name: string | undefined, properties: Readonly<Record<string, string>>): string {
    const { sessionCount } = this.limits
    if (this.#sessions.size >= sessionCount) {
      throw new Refusal(
        'SQL_LIMIT',
        `${sessionCount} sessions are open, and that is the most: close those that are over`,
      )
    }
    const handle = uuidV4(this.#options.random)
    const session = new GatewaySession({ handle, name, properties, shared: this.tables, now: this.#liveNow() })
    this.#sessions.set(handle, session)
    return handle
  }

  /** A session that is being used. @throws Refusal SESSION_NOT_FOUND */
  session(handle: string): GatewaySession {
    const found = this.#sessions.get(handle)
    if (found === undefined) throw new Refusal('SESSION_NOT_FOUND', `Session '${handle}' does not exist.`)
    found.usedAt = this.#liveNow()
    return found
  }

  async closeSession(handle: string): Promise<void> {
    const session = this.session(handle)
    this.#sessions.delete(handle)
    await session.close()
  }

  /** Takes a statement; what is wrong with it is told when its result is fetched. @throws Refusal SESSION_NOT_FOUND, SQL_LIMIT */
  submit(handle: string, sql: string, config: Readonly<Record<string, string>> = {}): Operation {
    const session = this.session(handle)
    const { operationsPerSessionCount: most, pageRowCount } = this.limits
    if (session.operations.size >= most) {
      throw new Refusal(
        'SQL_LIMIT',
        `the session has ${most} operations, and that is the most: close those that are over`,
      )
    }
    const execution = this.#execution(session, config)
    return session.submit(uuidV4(this.#options.random), pageRowCount, (signal) => execute(sql, signal, execution))
  }

  /** Runs a statement that configures a session at once. @throws Refusal as the statement does */
  async configure(handle: string, sql: string): Promise<void> {
    const session = this.session(handle)
    await execute(sql, new AbortController().signal, this.#execution(session, {}))
  }

  /** A page of a result; undefined while the statement is not executed. @throws Refusal, what the statement failed with */
  fetch(handle: string, operation: string, token: number): Fetched | undefined {
    return this.session(handle).operation(operation).fetch(token)
  }

  /**
   * Resolves when all jobs have worked off what is in the log, and with a virtual clock have let time pass where there is
   * nothing more: an advance of the clock waits for it.
   */
  async idle(): Promise<void> {
    const isVirtual = this.#options.clock === 'virtual'
    for (let round = 0; round < SETTLE_ROUNDS; round++) {
      const before = this.jobs.progress()
      await this.jobs.settle(false)
      if (isVirtual) await this.jobs.settle(true)
      if (this.jobs.progress() === before) return
    }
  }

  async close(): Promise<void> {
    this.#sweep?.cancel()
    await this.views.close()
    await Promise.all([...this.#sessions.values()].map((session) => session.close()))
    this.#sessions.clear()
    await this.jobs.close()
  }

  #execution(session: GatewaySession, config: Readonly<Record<string, string>>): Execution {
    return { session, shared: this.tables, jobs: this.jobs, own: this.#options.own, config }
  }

  /** A view sees the tables that all sessions share. @throws Refusal SQL_VALIDATION when it is no query */
  async #startView(sql: string, events: QueryEvents): Promise<StartedQuery> {
    const handle = uuidV4(this.#options.random)
    const session = new GatewaySession({ handle, name: 'view', properties: {}, shared: this.tables, now: 0 })
    const outcome = session.sql.execute(sql)
    if (outcome.kind !== 'query') throw new Refusal('SQL_VALIDATION', 'a view is a SELECT')
    return await startQuery(sql, outcome.plan, this.#execution(session, {}), events)
  }

  #liveNow(): number {
    return this.#options.clocks.liveness.now()
  }

  #sweepLater(): void {
    this.#sweep = this.#options.clocks.liveness.timerIn(SWEEP_MS, () => {
      const since = this.#liveNow() - this.limits.sessionIdleMs
      for (const [handle, session] of this.#sessions) {
        if (session.usedAt > since) continue
        this.#sessions.delete(handle)
        void session.close()
      }
      this.#sweepLater()
    })
  }
}
