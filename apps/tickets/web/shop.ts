import { problem } from '@millrace/client/http'
import { type Clocks, type Random, type ServicePorts, type Timer } from '@millrace/kernel'
import type { SaleState } from '../contract/waiting-room.ts'
import { Work } from '../work.ts'
import { Actions } from './actions.ts'
import { Connections } from './live/connections.ts'
import { frame } from './live/frame.ts'
import { PlaceKeeper } from './live/place-keeper.ts'
import { SaleWatch } from './live/sale-watch.ts'
import { Visits } from './live/visits.ts'
import type { Services } from './services/services.ts'
import type { OfficeView, SaleView, Sample, VisitView } from './view.ts'
import { visitOf } from './visit.ts'

const BEAT_MS = 15_000
/** They share one name, and are told much. */
const OFFICE_PAGES_MOST = 50

/** What the routes are made of: the services, who listens, and what they are told. It holds no state that must last. */
export class Shop {
  readonly services: Services
  readonly actions: Actions
  readonly random: Random
  readonly connections = new Connections((sessionId) => this.visits.forget(sessionId))
  readonly office = new Connections(undefined, OFFICE_PAGES_MOST)
  readonly visits: Visits
  readonly #clocks: Clocks
  readonly #watch: SaleWatch
  readonly #work: Work
  readonly #undrain: () => void
  readonly #keeper: PlaceKeeper
  readonly #counts = { events: 0, refused: new Map<string, number>() }
  #state: SaleState | undefined
  #saleFrame: Buffer | undefined
  #beatTimer: Timer | undefined
  #soon: Timer | undefined

  constructor(services: Services, { clocks, random, log }: ServicePorts) {
    this.services = services
    this.actions = new Actions(services, random)
    this.random = random
    this.#clocks = clocks
    this.#work = new Work(clocks)
    this.#undrain = this.#work.drainWith(() => Promise.resolve())
    const { connections } = this
    this.#watch = new SaleWatch({
      services,
      clocks,
      changed: (view) => this.#tell(view),
      sampled: (sample) => this.#tellOffice(sample),
      isWatched: () => this.connections.size + this.office.size > 0,
      failed: (reason, level) => log[level]({ reason }, 'how the sale stands could not be asked'),
    })
    this.visits = new Visits({ connections, visitOf: (sessionId) => this.visit(sessionId), log })
    const { visits } = this
    const { admittedTotal } = this.#watch
    this.#keeper = new PlaceKeeper({ clocks, connections, services, visits, admittedTotal, log, work: this.#work })
  }

  start(): void {
    this.#watch.start()
    this.#keeper.start()
    this.#nextBeat()
  }

  stop(): void {
    this.#undrain()
    this.#watch.stop()
    this.#keeper.stop()
    this.#beatTimer?.cancel()
    this.#soon?.cancel()
    this.connections.close()
    this.office.close()
  }

  /** How the sale stands. @throws Problem 503 when the queue has not answered yet. */
  async view(): Promise<SaleView> {
    if (!this.#watch.isFresh) await this.#watch.refresh()
    const { view } = this.#watch
    if (view !== undefined) return view
    throw problem(503, 'Not there yet', 'the queue does not answer yet; ask again in a moment', {
      code: 'QUEUE_SILENT',
    })
  }

  visit(sessionId: string): Promise<VisitView> {
    return visitOf(this.services, sessionId, this.#watch.admittedTotal)
  }

  /** What an action has come to; the session’s other tabs are told, too. */
  async after(sessionId: string): Promise<VisitView> {
    this.saleMoved()
    const visit = await this.visit(sessionId)
    this.visits.note(visit)
    this.connections.tell(sessionId, frame('visit', visit))
    return visit
  }

  /** Somebody has opened a page. */
  watched(): void {
    this.#watch.watched()
  }

  /** The sale has moved: it is asked for in a moment, once for all who say so meanwhile. */
  saleMoved(): void {
    this.#soon ??= this.#clocks.liveness.timerIn(100, () => {
      this.#soon = undefined
      void this.#watch.refresh()
    })
  }

  /** The sale was moved from the back office, which wants to see it. */
  async moved(): Promise<void> {
    await this.#watch.refresh()
  }

  async thenMoved<T>(done: Promise<T>): Promise<T> {
    const answer = await done
    await this.moved()
    return answer
  }

  /** RFC 3339, by the platform’s clock. */
  timeIn(ms: number): string {
    return new Date(this.#clocks.domain.now() + ms).toISOString()
  }

  readonly saleFrame = (): Buffer | undefined => this.#saleFrame

  beat(): Buffer {
    return frame('beat', { now: new Date(this.#clocks.domain.now()).toISOString() })
  }

  eventHeard(): void {
    this.#counts.events++
  }

  /** A request was refused, for the operator to see. */
  refused(code: string): void {
    const { refused } = this.#counts
    refused.set(code, (refused.get(code) ?? 0) + 1)
  }

  officeView(): OfficeView | undefined {
    const { view, samples } = this.#watch
    if (view === undefined) return undefined
    const { connections } = this
    const refused = Object.fromEntries(this.#counts.refused)
    const web = { pages: connections.size, sessions: connections.nameCount, refused, events: this.#counts.events }
    return { ...view, samples, web }
  }

  officeFrame(): Buffer | undefined {
    const view = this.officeView()
    return view === undefined ? undefined : frame('office', view)
  }

  #tell(view: SaleView): void {
    // Everybody’s place is known from now on: told in a few requests, before thousands of pages ask.
    if (this.#state === 'before' && view.sale.state !== 'before') void this.#keeper.keepNow()
    this.#state = view.sale.state
    this.#saleFrame = frame('sale', view)
    this.connections.tellAll(this.#saleFrame)
  }

  #tellOffice(sample: Sample): void {
    const view = this.officeView()
    if (view === undefined || this.office.size === 0) return
    const { samples: _, ...second } = view
    this.office.tellAll(frame('second', { ...second, sample }))
  }

  #nextBeat(): void {
    this.#beatTimer = this.#clocks.liveness.timerIn(BEAT_MS, () => {
      const beat = this.beat()
      this.connections.tellAll(beat)
      this.office.tellAll(beat)
      this.#nextBeat()
    })
  }
}
