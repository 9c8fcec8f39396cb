import type { Random, ServicePorts, Timer } from '@millrace/kernel'
import type { Ledger } from '../ledger/ledger.ts'
import type { Work } from '../work.ts'
import { admit, leave, open } from './decide.ts'
import type { QueueModel } from './model.ts'
import type { Visitor } from './room.ts'
import type { Statistics } from './statistics.ts'
import type { StockWatch } from './stock-watch.ts'

export interface DoormanOptions {
  readonly model: QueueModel
  readonly ledger: Ledger
  readonly ports: ServicePorts
  readonly work: Work
  readonly stock: StockWatch
  readonly statistics: Statistics
  readonly settings: { readonly offerMs: number; readonly tokenMs: number; readonly graceMs: number }
}

const TICK_MS = 1000
/** While nobody can be let in, the stock is looked at this often. */
const LOOK_MS = 2000

/** Opens the sale, lets people in by rate and room, and ends offers, tokens and places whose time has come. */
export class Doorman {
  readonly #options: DoormanOptions
  readonly #ends = new Map<string, Timer>()
  /** When each who waits was last heard of, the longest ago first. */
  readonly #seen = new Map<string, number>()
  #opening: Timer | undefined
  #tick: Timer | undefined
  #grace: Timer | undefined
  #credit = 0
  #credited: number | undefined
  #ticking = false
  #stopped = false

  constructor(options: DoormanOptions) {
    this.#options = options
  }

  /** Takes up what a restart interrupted. */
  start(): void {
    const { model } = this.#options
    const now = this.#now()
    for (const visitor of model.visitors.values()) {
      if (visitor.status === 'admitted') this.#watch(visitor)
      if (isPatient(visitor)) this.#seen.set(visitor.sessionId, now)
    }
    this.armOpening()
    this.#armGrace()
    this.wake()
  }

  stop(): void {
    this.#stopped = true
    for (const timer of this.#ends.values()) timer.cancel()
    for (const timer of [this.#opening, this.#tick, this.#grace]) timer?.cancel()
  }

  /** The time of the opening is known, or has changed. */
  armOpening(): void {
    const { model, ports } = this.#options
    this.#opening?.cancel()
    if (model.room.openedAt !== undefined) return
    if (model.room.opensAt <= this.#now()) {
      this.#track(this.#open())
      return
    }
    this.#opening = ports.clocks.domain.timerAt(model.room.opensAt, () => this.#track(this.#open()))
  }

  /** Somebody joined, or a slot may be free. */
  wake(): void {
    if (this.#tick === undefined && !this.#ticking && this.#mayAdmit()) this.#track(this.#admitSome())
  }

  /** They asked: their place is kept. */
  seen(sessionId: string): void {
    const { model } = this.#options
    const visitor = model.visitors.get(sessionId)
    this.#seen.delete(sessionId)
    if (visitor === undefined || !isPatient(visitor)) return
    this.#seen.set(sessionId, this.#now())
    if (this.#grace === undefined) this.#armGrace()
  }

  /** Nothing of what was is there any more. */
  forget(): void {
    for (const timer of this.#ends.values()) timer.cancel()
    this.#ends.clear()
    this.#seen.clear()
  }

  #now(): number {
    return this.#options.ports.clocks.domain.now()
  }

  #track(work: Promise<unknown>): void {
    const { log } = this.#options.ports
    this.#options.work.track(work.catch((error: unknown) => log.error({ reason: String(error) }, 'the doorman failed')))
  }

  async #open(): Promise<void> {
    const { ledger, model } = this.#options
    await ledger.change((now) => open(model, now))
    this.wake()
  }

  #mayAdmit(): boolean {
    const { room, line } = this.#options.model
    return !this.#stopped && room.openedAt !== undefined && !room.closed && !room.paused && line.size > 0
  }

  #arm(at: number): void {
    this.#tick = this.#options.ports.clocks.domain.timerAt(at, () => this.#track(this.#admitSome()))
  }

  async #admitSome(): Promise<void> {
    this.#tick = undefined
    if (!this.#mayAdmit()) return
    this.#ticking = true
    const { model, stock } = this.#options
    let waitMs = LOOK_MS
    try {
      await stock.refresh()
      const active = model.count('admitted')
      const room = Math.max(0, Math.min(model.room.maxActive - active, stock.places(active)))
      const count = this.#due(room)
      await this.#admit(count)
      if (room > count) waitMs = TICK_MS
    } finally {
      // Whatever went wrong this time: those who wait are not forgotten.
      this.#ticking = false
      if (this.#mayAdmit()) this.#arm(this.#now() + waitMs)
    }
  }

  /** How many the rate lets in now, of `room` who could: what is left over carries for one tick at most. */
  #due(room: number): number {
    const { model } = this.#options
    const now = this.#now()
    const perMs = model.room.rate / 60_000
    const since = this.#credited === undefined ? TICK_MS : now - this.#credited
    this.#credit = Math.min(Math.max(1, perMs * TICK_MS), this.#credit + perMs * since)
    this.#credited = now
    const count = Math.floor(Math.min(this.#credit, room, model.line.size))
    this.#credit -= count
    return count
  }

  async #admit(count: number): Promise<void> {
    const { ledger, model, settings, ports, statistics } = this.#options
    const kid = model.signingKey()?.kid ?? ''
    const random: Random = ports.random
    const admitted = await Promise.all(
      Array.from({ length: count }, () =>
        ledger.change((now) => admit(model, { tokenMs: settings.tokenMs, kid, random }, now)),
      ),
    )
    const waits: number[] = []
    for (const visitor of admitted) {
      if (visitor === undefined) continue
      this.#seen.delete(visitor.sessionId)
      this.#watch(visitor)
      waits.push((visitor.admittedAt ?? 0) - visitor.joinedAt)
    }
    statistics.entered(waits, this.#now())
  }

  /** Ends an offer that nobody takes, and a token whose time is over. */
  #watch({ sessionId, takenAt, admittedAt = 0, tokenExpiresAt = 0 }: Visitor): void {
    const { settings, ports } = this.#options
    const offerEnds = admittedAt + settings.offerMs
    const at = takenAt === undefined ? Math.min(offerEnds, tokenExpiresAt) : tokenExpiresAt
    this.#ends.get(sessionId)?.cancel()
    this.#ends.set(
      sessionId,
      ports.clocks.domain.timerAt(at, () => this.#track(this.#end(sessionId))),
    )
  }

  async #end(sessionId: string): Promise<void> {
    this.#ends.delete(sessionId)
    const { model, ledger } = this.#options
    const visitor = model.visitors.get(sessionId)
    if (visitor?.status !== 'admitted') return
    const expired = (visitor.tokenExpiresAt ?? 0) <= this.#now()
    if (visitor.takenAt !== undefined && !expired) {
      this.#watch(visitor)
      return
    }
    // Who is paying has not left: they only do not reserve any more.
    const silent = expired && (await this.#options.stock.isPaying(sessionId))
    await ledger.change((now) => leave(model, sessionId, expired ? 'expired' : 'lapsed', silent, now))
    this.wake()
  }

  #armGrace(): void {
    const oldest = this.#seen.values().next().value
    this.#grace = undefined
    if (oldest === undefined || this.#stopped) return
    const at = oldest + this.#options.settings.graceMs
    this.#grace = this.#options.ports.clocks.domain.timerAt(at, () => this.#track(this.#lapse()))
  }

  async #lapse(): Promise<void> {
    const { model, ledger, settings } = this.#options
    const last = this.#now() - settings.graceMs
    const gone: string[] = []
    for (const [sessionId, seen] of this.#seen) {
      if (seen > last) break
      gone.push(sessionId)
    }
    for (const sessionId of gone) this.#seen.delete(sessionId)
    this.#armGrace()
    await Promise.all(
      gone.map((sessionId) =>
        ledger.change((now) => {
          const visitor = model.visitors.get(sessionId)
          return visitor !== undefined && isPatient(visitor)
            ? leave(model, sessionId, 'lapsed', false, now)
            : { answer: false }
        }),
      ),
    )
  }
}

/** Waits, and must be heard of now and then. */
const isPatient = ({ status, mock }: Visitor): boolean => mock !== true && (status === 'early' || status === 'waiting')
