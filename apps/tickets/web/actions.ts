import { createHash } from 'node:crypto'
import { Problem, checked, problem } from '@millrace/client/http'
import { type Random, uuidV4 } from '@millrace/kernel'
import { z } from 'zod'
import { cardSchema, ticketsTypes } from '../contract/shop.ts'
import type { Services } from './services/services.ts'

const choice = z.object({
  ticketsType: z.enum(ticketsTypes, `must be one of ${ticketsTypes.join(', ')}`),
  ticketsQuantity: z.int('must be a whole number').min(1, 'must be at least 1'),
})

const reservationId = z
  .string('must name your reservation')
  .regex(/^[\w.-]{1,100}$/u, 'must be 1 to 100 letters, digits, dots, dashes and underscores')
const payment = z.object({ reservationId, card: cardSchema.optional() })
const cancellation = z.object({ reservationId })

/**
 * What a customer can do, whatever page it is done from. What is given is checked here; the token is fetched for each
 * action and never leaves the server. All throw `Problem` (refused) or `SilentService`.
 */
export class Actions {
  readonly #services: Services
  readonly #random: Random

  constructor(services: Services, random: Random) {
    this.#services = services
    this.#random = random
  }

  /** @param client a fingerprint of who asks, by which the queue limits joins */
  async join(sessionId: string, client: string): Promise<void> {
    await this.#services.queue.join(sessionId, client)
  }

  /** Gives back what is held at once, rather than when the queue’s event has come round. */
  async leave(sessionId: string): Promise<void> {
    const { queue, tickets } = this.#services
    for (const { reservationId, status } of await tickets.reservations(sessionId)) {
      if (status !== 'held' && status !== 'paying') continue
      await tickets.cancel(reservationId, sessionId).catch((error: unknown) => {
        // It has just ended, or has been paid for: there is nothing to give back.
        if (!(error instanceof Problem)) throw error
      })
    }
    await queue.leave(sessionId)
  }

  /** @param key the same for the same try: what is asked for again, because the answer was lost, is held once */
  async hold(sessionId: string, given: unknown, key: string | undefined): Promise<void> {
    const chosen = checked(choice, given)
    const token = await this.#token(sessionId)
    if (token === undefined)
      throw problem(401, 'Not your turn', 'the shop is open to those whose turn it is', { code: 'NOT_ADMITTED' })
    await this.#services.tickets.reserve(this.#reservationId(sessionId, key), sessionId, token, chosen)
  }

  async pay(sessionId: string, given: unknown): Promise<void> {
    const wanted = checked(payment, given)
    await this.#services.tickets.checkout(wanted.reservationId, sessionId, await this.#token(sessionId), wanted.card)
  }

  async cancel(sessionId: string, given: unknown): Promise<void> {
    await this.#services.tickets.cancel(checked(cancellation, given).reservationId, sessionId)
  }

  async #token(sessionId: string): Promise<string | undefined> {
    return (await this.#services.queue.place(sessionId)).token
  }

  #reservationId(sessionId: string, key: string | undefined): string {
    if (key === undefined) return uuidV4(this.#random)
    return createHash('sha256').update(`${sessionId} ${key}`).digest('hex').slice(0, 32)
  }
}
