import { type Clocks, type Timer, messageOf } from '@millrace/kernel'
import type { Stock } from '../../contract/shop.ts'
import type { Sale } from '../../contract/waiting-room.ts'
import { SilentService } from '../services/call.ts'
import type { Services } from '../services/services.ts'
import type { SaleView, Sample, ServiceName } from '../view.ts'

const ASK_EVERY_MS = 1000
/** While nobody has a page open. */
const ASK_IDLE_MS = 5000
const FRESH_MS = 1500
const SAMPLES_MOST = 600
/** A platform’s clock that is further off than this has jumped. */
const JUMP_MS = 1500
/** Services that start together need not answer sooner. */
const STARTING_MS = 30_000

export interface SaleWatchPorts {
  readonly services: Services
  readonly clocks: Clocks
  /** Called when there is something that pages do not know. */
  readonly changed: (view: SaleView) => void
  /** Called after each look. */
  readonly sampled: (sample: Sample) => void
  /** Called when a service falls silent; `debug` while the services are only starting. */
  readonly failed: (reason: string, level: 'debug' | 'warn') => void
  /** Whether anybody has a page open. */
  readonly isWatched: () => boolean
}

/** Asks queue and tickets once a second how the sale stands: once for all pages. */
export class SaleWatch {
  readonly #ports: SaleWatchPorts
  readonly #samples: Sample[] = []
  #view: SaleView | undefined
  #told = ''
  #toldAt = { domain: 0, liveness: 0 }
  #askedAt = Number.NEGATIVE_INFINITY
  /** How the silence that lasts has been told of. */
  #failing: 'debug' | 'warn' | undefined
  #startedAt = 0
  #isIdle = false
  #asking: Promise<void> | undefined
  #timer: Timer | undefined
  #stopped = false

  constructor(ports: SaleWatchPorts) {
    this.#ports = ports
  }

  /** The last view; undefined before queue has answered for the first time. */
  get view(): SaleView | undefined {
    return this.#view
  }

  /** Whether the view is as new as it is kept for those who watch. */
  get isFresh(): boolean {
    return this.#view !== undefined && this.#ports.clocks.liveness.now() - this.#askedAt < FRESH_MS
  }

  get samples(): readonly Sample[] {
    return this.#samples
  }

  readonly admittedTotal = (): number => this.#view?.sale.admittedTotal ?? 0

  start(): void {
    this.#startedAt = this.#ports.clocks.liveness.now()
    void this.#round()
  }

  stop(): void {
    this.#stopped = true
    this.#timer?.cancel()
  }

  /** Somebody has opened a page. */
  watched(): void {
    if (!this.#isIdle || this.#stopped) return
    this.#timer?.cancel()
    this.#next(ASK_EVERY_MS)
  }

  /** Asks now, unless it is being asked already. */
  async refresh(): Promise<void> {
    await (this.#asking ??= this.#ask().finally(() => (this.#asking = undefined)))
  }

  async #round(): Promise<void> {
    await this.refresh()
    if (!this.#stopped) this.#next(this.#ports.isWatched() ? ASK_EVERY_MS : ASK_IDLE_MS)
  }

  #next(inMs: number): void {
    this.#isIdle = inMs === ASK_IDLE_MS
    this.#timer = this.#ports.clocks.liveness.timerIn(inMs, () => void this.#round())
  }

  async #ask(): Promise<void> {
    const silent: ServiceName[] = []
    const { services, clocks } = this.#ports
    const { queue, tickets } = services
    this.#askedAt = clocks.liveness.now()
    const isStarting = this.#view === undefined && this.#askedAt - this.#startedAt < STARTING_MS
    const level = isStarting ? 'debug' : 'warn'
    // Once, and not each second.
    const tell = (reason: string) => {
      if (this.#failing !== level) this.#ports.failed(reason, level)
    }
    const orOld = <T>(asked: Promise<T>) => this.#orOld(asked, silent, tell)
    const [sale, stock] = await Promise.all([orOld(queue.sale()), orOld(tickets.stock())])
    this.#failing = sale === undefined || stock === undefined ? level : undefined
    this.#take(sale ?? this.#view?.sale, stock ?? this.#view?.stock, silent)
  }

  /** What cannot be asked stays as it was known. */
  async #orOld<T>(asked: Promise<T>, silent: ServiceName[], tell: (reason: string) => void): Promise<T | undefined> {
    try {
      return await asked
    } catch (error) {
      if (error instanceof SilentService) silent.push(error.service)
      tell(error instanceof SilentService ? error.reason : messageOf(error))
      return undefined
    }
  }

  #take(sale: Sale | undefined, stock: Stock | undefined, silent: readonly ServiceName[]): void {
    if (sale === undefined) return
    const now = new Date(this.#ports.clocks.domain.now()).toISOString()
    const view: SaleView = { sale: { ...sale, now }, ...(stock !== undefined && { stock }), silent }
    this.#view = view
    this.#sample(view, now)
    if (!this.#isNews(view)) return
    this.#ports.changed(view)
  }

  #sample({ sale, stock }: SaleView, at: string): void {
    const sample = { at, admitted: sale.admittedTotal, sold: stock?.sold ?? 0, waiting: sale.waiting + sale.early }
    this.#samples.push(sample)
    if (this.#samples.length > SAMPLES_MOST) this.#samples.shift()
    this.#ports.sampled(sample)
  }

  #isNews(view: SaleView): boolean {
    const { domain, liveness } = this.#ports.clocks
    const [atDomain, atLiveness] = [domain.now(), liveness.now()]
    const drift = atDomain - this.#toldAt.domain - (atLiveness - this.#toldAt.liveness)
    const text = JSON.stringify({ ...view, sale: { ...view.sale, now: '' } })
    if (text === this.#told && Math.abs(drift) < JUMP_MS) return false
    this.#told = text
    this.#toldAt = { domain: atDomain, liveness: atLiveness }
    return true
  }
}
