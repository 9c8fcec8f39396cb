import { messageOf, type LogPort } from '@millrace/kernel'
import { z } from 'zod'

const ANSWER_MS = 2000

const stockSchema = z.object({
  available: z.int(),
  held: z.int(),
  openReservations: z.int(),
  soldOut: z.enum(['no', 'held', 'final']),
})

const reservationsSchema = z.object({ items: z.array(z.object({ status: z.string() })) })

type Known = z.output<typeof stockSchema>

/** What the tickets service says of its stock. While it does not answer, nobody is let in. */
export class StockWatch {
  readonly #tickets: string
  readonly #log: LogPort
  #known: Known | undefined
  #reached = true

  constructor(ticketsUrl: string, log: LogPort) {
    this.#tickets = ticketsUrl
    this.#log = log
  }

  get soldOut(): Known['soldOut'] {
    return this.#known?.soldOut ?? 'no'
  }

  get openReservations(): number {
    return this.#known?.openReservations ?? 0
  }

  /** Tickets that somebody who waits may still get. */
  get stillToCome(): number {
    return this.#known === undefined ? Number.POSITIVE_INFINITY : this.#known.available + this.#known.held
  }

  /** How many more people there are tickets for, when `active` people are in the shop. */
  places(active: number): number {
    if (this.#known === undefined || !this.#reached) return 0
    const withoutHold = Math.max(0, active - this.#known.openReservations)
    return Math.max(0, this.#known.available - withoutHold)
  }

  async refresh(): Promise<void> {
    try {
      const answer = await fetch(`${this.#tickets}/stock`, { signal: AbortSignal.timeout(ANSWER_MS) })
      if (!answer.ok) throw new Error(`${answer.status}`)
      this.#known = stockSchema.parse(await answer.json())
      this.#reached = true
    } catch (error) {
      if (this.#reached)
        this.#log.warn({ url: this.#tickets, reason: messageOf(error) }, 'nobody is let in: no stock is known')
      this.#reached = false
    }
  }

  /** Whether somebody has a payment under way, or has paid; yes when nobody knows. */
  async isPaying(sessionId: string): Promise<boolean> {
    try {
      const url = `${this.#tickets}/reservations?sessionId=${encodeURIComponent(sessionId)}`
      const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) })
      const { items } = reservationsSchema.parse(await answer.json())
      return items.some(({ status }) => ['paying', 'paid', 'issued'].includes(status))
    } catch {
      return true
    }
  }
}
