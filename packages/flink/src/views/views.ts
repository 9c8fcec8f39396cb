import { type LivenessClock, Refusal, type Timer } from '@millrace/kernel'
import type { QueryEvents, StartedQuery } from '../gateway/start-query.ts'
import type { GatewayLimits } from '../limits.ts'
import { View } from './view.ts'

interface Standing {
  readonly view: View
  readonly query: StartedQuery
  /** Calls that wait for its rows. */
  busy: number
  idle: Timer | undefined
}

/** A view that nobody asks or watches goes after so long. */
const IDLE_MS = 60_000

/** Starts a query: its job, and the columns that it gives. */
export type Start = (sql: string, events: QueryEvents) => Promise<StartedQuery>

/**
 * Queries whose rows are kept: the first who asks starts the job, the next ones find its rows in memory, and who watches
 * gets the changes. A view is known by its text.
 */
export class Views {
  readonly #start: Start
  readonly #limits: GatewayLimits
  readonly #liveness: LivenessClock
  readonly #standing = new Map<string, Promise<Standing>>()

  constructor(start: Start, limits: GatewayLimits, liveness: LivenessClock) {
    this.#start = start
    this.#limits = limits
    this.#liveness = liveness
  }

  get count(): number {
    return this.#standing.size
  }

  /**
   * The view of a query, up to date with everything that was in the log when it was asked for.
   *
   * @throws Refusal of the statement; SQL_LIMIT when there are too many views
   */
  async get(sql: string): Promise<View> {
    const name = sql.trim().replace(/;$/, '')
    let starting = this.#standing.get(name)
    if (starting === undefined) {
      starting = this.#open(name)
      this.#standing.set(name, starting)
      starting.catch(() => this.#standing.delete(name))
    }
    const standing = await starting
    standing.idle?.cancel()
    standing.busy += 1
    try {
      if (!standing.view.isOver) await standing.query.settle()
    } finally {
      standing.busy -= 1
      this.#watchIdle(name, standing)
    }
    return standing.view
  }

  async close(): Promise<void> {
    const all = await Promise.allSettled(this.#standing.values())
    this.#standing.clear()
    for (const one of all) {
      if (one.status !== 'fulfilled') continue
      one.value.idle?.cancel()
      one.value.view.end()
      await one.value.query.stop()
    }
  }

  async #open(sql: string): Promise<Standing> {
    if (this.#standing.size >= this.#limits.viewCount) {
      throw new Refusal(
        'SQL_LIMIT',
        `${this.#limits.viewCount} views are kept, and that is the most: try again in a minute`,
      )
    }
    const view = new View(this.#limits.viewRowCount)
    const starting = this.#start(sql, {
      rows: (rows, count) => {
        view.take(rows)
        // Rows may come before the start is known to have succeeded; when it has not, nobody wants credit.
        starting.then((query) => query.credit(count)).catch(() => undefined)
      },
      ended: () => view.end(),
      failed: (code, text) => view.fail(new Refusal(code, text)),
    })
    const query = await starting
    view.begin(query.columns)
    return { view, query, busy: 0, idle: undefined }
  }

  #watchIdle(name: string, standing: Standing): void {
    standing.idle?.cancel()
    standing.idle = this.#liveness.timerIn(IDLE_MS, () => {
      if (standing.busy > 0 || standing.view.listenerCount > 0) {
        this.#watchIdle(name, standing)
        return
      }
      this.#standing.delete(name)
      void standing.query.stop()
    })
  }
}
