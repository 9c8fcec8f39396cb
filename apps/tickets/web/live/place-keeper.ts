import { type Clocks, type LogPort, type Timer, messageOf } from '@millrace/kernel'
import type { PlaceStatus } from '../../contract/waiting-room.ts'
import type { Work } from '../../work.ts'
import type { Services } from '../services/services.ts'
import type { Connections } from './connections.ts'
import { frame } from './frame.ts'
import type { Visits } from './visits.ts'

const KEEP_EVERY_MS = 20_000
const BATCH = 5000

export interface PlaceKeeperPorts {
  readonly clocks: Clocks
  readonly connections: Connections
  readonly services: Services
  readonly visits: Visits
  readonly admittedTotal: () => number
  readonly log: Pick<LogPort, 'warn'>
  /** A virtual clock waits for it. */
  readonly work: Pick<Work, 'track'>
}

/**
 * Tells the queue who is still there, which keeps their places, and corrects what their pages count by themselves where
 * people ahead have left. A few requests for all pages, by the clock that places lapse by.
 */
export class PlaceKeeper {
  readonly #ports: PlaceKeeperPorts
  #timer: Timer | undefined
  #stopped = false

  constructor(ports: PlaceKeeperPorts) {
    this.#ports = ports
  }

  start(): void {
    const { domain } = this.#ports.clocks
    this.#timer = domain.timerAt(domain.now() + KEEP_EVERY_MS, () => this.#ports.work.track(this.#round()))
  }

  stop(): void {
    this.#stopped = true
    this.#timer?.cancel()
  }

  /** Asks for all that have a page open. */
  async keepNow(): Promise<void> {
    const names = [...this.#ports.connections.names]
    try {
      for (let at = 0; at < names.length; at += BATCH) await this.#batch(names.slice(at, at + BATCH))
    } catch (error) {
      this.#ports.log.warn({ reason: messageOf(error) }, 'places could not be kept; they are in twenty seconds')
    }
  }

  async #round(): Promise<void> {
    await this.keepNow()
    if (!this.#stopped) this.start()
  }

  async #batch(names: readonly string[]): Promise<void> {
    const { services, admittedTotal } = this.#ports
    const admittedThen = admittedTotal()
    const { places, size } = await services.queue.positions(names)
    for (const [sessionId, status, position] of places) this.#compare(sessionId, status, position, size, admittedThen)
  }

  #compare(sessionId: string, status: PlaceStatus, position: number, size: number, admittedThen: number): void {
    const { visits, connections } = this.#ports
    const told = visits.told(sessionId)
    const isDrawn = told?.status === 'early' && status === 'waiting'
    if (told?.status !== status && !isDrawn) {
      visits.changed(sessionId)
      return
    }
    const ahead = Math.max(0, position - 1)
    if (status !== 'waiting' || (!isDrawn && ahead === told.ahead - (admittedThen - told.admittedThen))) return
    const correction = { status, ahead, position, size, admittedThen }
    visits.noteTold(sessionId, correction)
    connections.tell(sessionId, frame('place', correction))
  }
}
