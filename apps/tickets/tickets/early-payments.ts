import { Problem } from '@millrace/client/http'
import { Fault, type Clocks } from '@millrace/kernel'

/** How long one delivery waits for its reservation: the broker has few to spare. */
const WAIT_MS = 2000
/** After this the reservation does not come any more. */
const GIVE_UP_MS = 5 * 60_000
const MOST = 1000
const REFUSED_MOST = 10_000

interface Early {
  /** ms since epoch by the domain clock. */
  readonly since: number
  readonly waiting: Set<() => void>
}

/**
 * Events that ask for a payment before the shop has heard of the reservation: the two come by different triggers, and one may
 * overtake the other. They are not acknowledged meanwhile, so that the broker keeps them.
 */
export class EarlyPayments {
  readonly #clocks: Clocks
  readonly #early = new Map<string, Early>()
  /** Reservations that were refused, the oldest first: nobody waits for those. */
  readonly #refused = new Set<string>()

  constructor(clocks: Clocks) {
    this.#clocks = clocks
  }

  /**
   * Begins the payment as soon as its reservation is there.
   *
   * @throws what `begin` throws: Problem 404 when the reservation was refused, has not come for five minutes, or too many wait; Fault TOO_EARLY
   * when it is to be sent again
   */
  async begin<T>(reservationId: string, begin: () => Promise<T>): Promise<T> {
    try {
      return await begin()
    } catch (error) {
      if (!isUnknown(error) || !this.#mayCome(reservationId)) throw error
    }
    await this.#arrival(reservationId)
    try {
      return await begin()
    } catch (error) {
      if (!isUnknown(error) || this.#refused.has(reservationId)) throw error
      throw new Fault('TOO_EARLY', `there is no reservation ${reservationId} yet: send this again`)
    }
  }

  /** The reservation is there. */
  arrived(reservationId: string): void {
    this.#refused.delete(reservationId)
    this.#resume(reservationId)
  }

  /** There is none, for now. */
  refused(reservationId: string): void {
    this.#refused.add(reservationId)
    const [oldest = ''] = this.#refused
    if (this.#refused.size > REFUSED_MOST) this.#refused.delete(oldest)
    this.#resume(reservationId)
  }

  #resume(reservationId: string): void {
    const early = this.#early.get(reservationId)
    this.#early.delete(reservationId)
    for (const resume of early?.waiting ?? []) resume()
  }

  #mayCome(reservationId: string): boolean {
    if (this.#refused.has(reservationId)) return false
    const now = this.#clocks.domain.now()
    const known = this.#early.get(reservationId)
    if (known === undefined) {
      for (const [id, { since, waiting }] of this.#early)
        if (waiting.size === 0 && now - since >= GIVE_UP_MS) this.#early.delete(id)
      if (this.#early.size >= MOST) return false
      this.#early.set(reservationId, { since: now, waiting: new Set() })
      return true
    }
    return now - known.since < GIVE_UP_MS
  }

  /** Resolves when the reservation is there, or when this has waited for long enough. */
  #arrival(reservationId: string): Promise<void> {
    const waiting = this.#early.get(reservationId)?.waiting
    return new Promise((resolve) => {
      const resume = (): void => {
        timer.cancel()
        waiting?.delete(resume)
        resolve()
      }
      const timer = this.#clocks.liveness.timerIn(WAIT_MS, resume)
      waiting?.add(resume)
    })
  }
}

const isUnknown = (error: unknown): boolean => error instanceof Problem && error.details.code === 'UNKNOWN_RESERVATION'
