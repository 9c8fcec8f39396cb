import { setTimeout as sleep } from 'node:timers/promises'
import type { TicketsFleet } from '../../tests/crash/tickets/fleet.ts'
import type { Client } from './client.ts'

/** What became of somebody who was let in. */
export type Outcome = 'bought' | 'dropped out' | 'declined' | 'sold out' | 'late'

const GOOD_CARD = '4242424242424242'
const BAD_CARD = '4000000000000002'
const TYPES = ['standing', 'balcony 1', 'balcony 2', 'far away'] as const
const LOOK_MS = 250
const LOOKS_MOST = 600
/** Of a hundred people: 5 leave after reserving, 5 have only bad cards, 20 press every button twice. */
const SHARE = { dropOut: 5, declined: 5, twice: 20 } as const

/** One who was let in: takes the token, reserves two, pays. */
export class Buyer {
  readonly #client: Client
  readonly #urls: TicketsFleet['urls']
  readonly #sessionId: string
  readonly #number: number

  constructor(client: Client, { urls }: TicketsFleet, sessionId: string, number: number) {
    this.#client = client
    this.#urls = urls
    this.#sessionId = sessionId
    this.#number = number
  }

  async buy(): Promise<Outcome> {
    const { body } = await this.#client.call('GET', `${this.#urls.queue}/${this.#sessionId}`)
    if (typeof body['token'] !== 'string') return 'late'
    if (!(await this.#reserve(body['token']))) return this.#leave('sold out')
    const of = this.#number % 100
    if (of < SHARE.dropOut) return this.#leave('dropped out')
    const bad = of < SHARE.dropOut + SHARE.declined
    for (let tries = 0; tries < (bad ? 3 : 1); tries++) await this.#pay(bad ? BAD_CARD : GOOD_CARD)
    return bad ? this.#leave('declined') : 'bought'
  }

  /** Whoever goes makes room for the next. */
  async #leave(outcome: Outcome): Promise<Outcome> {
    await this.#client.call('POST', `${this.#urls.queue}/abandon`, { sessionId: this.#sessionId })
    return outcome
  }

  /** Any type will do. */
  async #reserve(token: string): Promise<boolean> {
    const authorization = { authorization: `Bearer ${token}` }
    for (let at = 0; at < TYPES.length; at++) {
      const ticketsType = TYPES[(this.#number + at) % TYPES.length]
      const wanted = { ...this.#of(), ticketsType, ticketsQuantity: 2 }
      const { status, body } = await this.#press(`${this.#urls.tickets}/reserve`, wanted, authorization)
      if (status < 300) return true
      if (body['code'] !== 'SOLD_OUT') throw new Error(`${this.#sessionId}: ${JSON.stringify(body)}`)
    }
    return false
  }

  async #pay(number: string): Promise<void> {
    await this.#press(`${this.#urls.tickets}/checkout`, { ...this.#of(), card: { number } })
    for (let looks = 0; looks < LOOKS_MOST; looks++) {
      const { reservationId, sessionId } = this.#of()
      const query = `${reservationId}?sessionId=${sessionId}`
      const { body } = await this.#client.call('GET', `${this.#urls.tickets}/reservations/${query}`)
      if (body['status'] !== 'paying' && body['status'] !== 'paid') return
      const payment = await this.#client.call('GET', `${this.#urls.payments}/api/${reservationId}/status`)
      if (payment.body['status'] === 'awaiting') {
        await this.#client.call('POST', `${this.#urls.payments}/api/${reservationId}/card`, { number })
      }
      await sleep(LOOK_MS)
    }
    throw new Error(`${this.#sessionId}: the payment does not end`)
  }

  #of() {
    return { sessionId: this.#sessionId, reservationId: `r-${this.#sessionId}` }
  }

  async #press(url: string, body: object, headers: Record<string, string> = {}) {
    const twice = this.#number % 100 >= 100 - SHARE.twice
    const answers = await Promise.all(
      Array.from({ length: twice ? 2 : 1 }, () => this.#client.call('POST', url, body, headers)),
    )
    // Of two that race the first may be refused and the second taken.
    return answers.find(({ status }) => status < 300) ?? answers[0] ?? { status: 0, body: {} }
  }
}
