import { type Clocks, Fault, type LogPort, type Timer, messageOf } from '@millrace/kernel'
import { EVENTS_PARTITION, type StateReader } from '@millrace/engine'
import type { Log, LogPartition } from '@millrace/log'
import { deployedIn } from './follow/deployed-in.ts'
import { readBlock } from './follow/block.ts'
import { Wake } from './follow/wake.ts'
import { type ResourceName, resources } from './search/resources.ts'
import { type Found, searchOf } from './search/search.ts'
import type { Query, Row } from './store/history-store.ts'
import { ThreadClient } from './thread/thread-client.ts'

export interface HistoryOptions {
  readonly log: Log
  readonly clocks: Clocks
  /** Where its file lives; in memory without one. */
  readonly folder: string | undefined
  /** What ended longer ago is forgotten, ms of domain time; everything is kept without it. */
  readonly keepMs: number | undefined
  /** Hears up to which offset the events are in the tables: what lies before may be trimmed. */
  readonly onPosition: (position: number) => void
  readonly report: LogPort
}

/** Events that come one by one are taken together after so long; a search does not wait for it. */
const GATHER_MS = 100
/** A search answers from what there is when the newest events are not in the tables after so long. */
const CATCH_UP_MS = 5000
const AGAIN_MS = 5000
const FORGET_EVERY_MS = 10 * 60_000
/** A thread that nobody needs gives its memory back after so long. */
const IDLE_MS = 15_000
/** And is woken, to forget what has become old, after so long. */
const WAKE_MS = 6 * 3_600_000

/** What queries gave, and how many events that were durable when they were asked are not in it yet. */
export interface Answers {
  readonly rows: readonly (readonly Row[])[]
  readonly behind: number
}

/** The engine's events as tables to search. The thread that keeps them begins with `start` or the first search. */
export class History {
  readonly #options: HistoryOptions
  readonly #wake: Wake
  readonly #waiters = new Set<{ readonly target: number; readonly done: () => void }>()
  #later: Timer | undefined
  #state: (() => StateReader) | undefined
  #running: Promise<void> | undefined
  #ready = Promise.withResolvers<ThreadClient>()
  #client: ThreadClient | undefined
  #position = 0
  #forgotten = Number.NEGATIVE_INFINITY
  #closed = false
  #queries = 0
  /** Ends the gathering that is under way. */
  #hurry: () => void = () => undefined

  constructor(options: HistoryOptions) {
    this.#options = options
    this.#wake = new Wake(options.clocks.liveness)
    this.#ready.promise.catch(() => undefined)
  }

  /**
   * Begins so long after the next event: while nothing happens and nobody asks, no thread is needed. `state` tells of
   * processes whose deployment was trimmed.
   */
  startWithEvents(delayMs: number, state: () => StateReader): void {
    this.#state = state
    const stop = this.#partition.onAdvance(() => {
      stop()
      if (!this.#closed) this.#later = this.#options.clocks.liveness.timerIn(delayMs, () => this.start())
    })
  }

  /** Begins to follow the log, and does so until it is closed. */
  start(): void {
    if (this.#closed) return
    this.#running ??= this.#run()
  }

  /**
   * What fits, with everything in it that was durable when this was asked.
   *
   * @throws Refusal INVALID_SEARCH; Fault HISTORY_CLOSED, HISTORY_FORMAT when the tables are not there
   */
  async search(name: ResourceName, body: unknown): Promise<Found & Pick<Answers, 'behind'>> {
    const search = searchOf(resources[name], body)
    const { rows: answers, behind } = await this.query([search.rows, search.count])
    const [rows = [], count = []] = answers
    return { ...search.found(rows, count), behind }
  }

  /** Answers of several queries, of one moment. */
  async query(queries: readonly Query[]): Promise<Answers> {
    if (this.#closed) throw new Fault('HISTORY_CLOSED', 'the history is closed')
    this.start()
    this.#queries += 1
    try {
      const target = await this.#caughtUp()
      const client = await this.#ready.promise
      const rows = await client.ask<'query'>({ kind: 'query', queries })
      return { rows, behind: Math.max(0, target - this.#position) }
    } finally {
      this.#queries -= 1
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#later?.cancel()
    this.#ready.reject(new Fault('HISTORY_CLOSED', 'the history is closed'))
    this.#wake.call()
    this.#hurry()
    await this.#client?.close()
    await this.#running
    this.#release(Number.POSITIVE_INFINITY)
  }

  get #partition(): LogPartition {
    const partition = this.#options.log.partition(EVENTS_PARTITION)
    if (partition === undefined) throw new Fault('HISTORY_CLOSED', 'the engine has no events yet')
    return partition
  }

  async #run(): Promise<void> {
    const { clocks, report } = this.#options
    const again = new Wake(clocks.liveness)
    while (!this.#closed) {
      try {
        await this.#follow()
      } catch (thrown) {
        if (this.#closed) return
        report.error({ reason: messageOf(thrown) }, 'the history of processes cannot go on; it is tried again')
        this.#ready.reject(thrown)
        await this.#end()
        await again.sleep(AGAIN_MS)
      }
    }
  }

  /** The next client is another one. */
  async #end(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    this.#ready = Promise.withResolvers()
    this.#ready.promise.catch(() => undefined)
    await client?.close()
  }

  /** Follows until nobody needs the thread, lets it go, and returns when somebody does again. */
  async #follow(): Promise<void> {
    const client = new ThreadClient()
    this.#client = client
    this.#moved(await client.ask<'open'>({ kind: 'open', folder: this.#options.folder }))
    const partition = this.#partition
    // Events that never were in this log: the file belongs to another one.
    if (this.#position > partition.nextOffset) this.#moved(await client.ask<'reset'>({ kind: 'reset' }))
    if (this.#position < partition.startOffset) await this.#learn(client, partition.startOffset)
    const stop = partition.onAdvance(() => this.#wake.call())
    try {
      this.#ready.resolve(client)
      while (!this.#closed && (await this.#step(client, partition))) continue
      if (this.#closed) return
      await this.#end()
      await this.#wake.sleep(WAKE_MS)
    } finally {
      stop()
    }
  }

  /** The file is new, and the first events are trimmed: what was deployed is told by the engine. */
  async #learn(client: ThreadClient, next: number): Promise<void> {
    const known = this.#state?.()
    const events = known === undefined ? [] : deployedIn(known, this.#options.clocks.domain.now())
    this.#moved(await client.ask<'learn'>({ kind: 'learn', events, next }))
  }

  /** False when there was nothing to do for long. */
  async #step(client: ThreadClient, partition: LogPartition): Promise<boolean> {
    const from = Math.max(this.#position, partition.startOffset)
    const block = await readBlock(partition, from)
    if (block === undefined) {
      this.#release(from)
      await this.#forget(client)
      const called = await this.#wake.sleep(IDLE_MS)
      if (called && this.#waiters.size === 0) await this.#gather()
      return called || this.#queries > 0
    }
    this.#moved(await client.ask<'apply'>({ kind: 'apply', block: block.bytes, next: block.next }))
    return true
  }

  /** One transaction for what comes at about the same time. */
  #gather(): Promise<void> {
    const gathered = Promise.withResolvers<void>()
    const { liveness } = this.#options.clocks
    const timer = liveness.timerIn(GATHER_MS, gathered.resolve)
    this.#hurry = () => {
      timer.cancel()
      gathered.resolve()
    }
    if (this.#closed) this.#hurry()
    return gathered.promise
  }

  async #forget(client: ThreadClient): Promise<void> {
    const { clocks, keepMs } = this.#options
    const now = clocks.domain.now()
    if (keepMs === undefined || now - this.#forgotten < FORGET_EVERY_MS) return
    this.#forgotten = now
    const forget = (): Promise<boolean> => client.ask<'forget'>({ kind: 'forget', before: now - keepMs })
    while (!this.#closed && (await forget())) continue
  }

  #moved(position: number): void {
    this.#position = position
    this.#options.onPosition(position)
    this.#release(position)
  }

  #release(position: number): void {
    for (const waiter of this.#waiters) if (waiter.target <= position) waiter.done()
  }

  /** Gives the offset that was to be reached. */
  async #caughtUp(): Promise<number> {
    const target = this.#partition.highWatermark
    if (this.#client !== undefined && this.#position >= target) return target
    const reached = Promise.withResolvers<void>()
    const waiter = { target, done: reached.resolve }
    const late = this.#options.clocks.liveness.timerIn(CATCH_UP_MS, reached.resolve)
    this.#waiters.add(waiter)
    this.#wake.call()
    this.#hurry()
    await reached.promise
    late.cancel()
    this.#waiters.delete(waiter)
    return target
  }
}
