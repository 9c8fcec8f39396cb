import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, patient } from '../store/patient-http.ts'
import type { TicketsFleet } from './fleet.ts'

export interface Purchase {
  readonly sessionId: string
  readonly reservationId: string
  readonly quantity: number
  /** As the originals' page does it: by events through the broker alone. */
  readonly byEvents: boolean
}

const GOOD_CARD = '4242424242424242'
const BAD_CARD = '4000000000000002'
const STEP_MOST_MS = 120_000
const LOOK_EVERY_MS = 100
/** Every tenth pays by transfer, every fifth goes by events, every seventh has a bad card first. */
const EACH = { transfer: 10, events: 5, declined: 7 } as const

/** Who buys what, by number. */
export function purchaseOf(number: number): Purchase {
  const sessionId = `buyer-${number}`
  const transfer = number % EACH.transfer === 3
  return {
    sessionId,
    reservationId: `r-${number}`,
    quantity: transfer ? 12 : 1 + (number % 4),
    byEvents: !transfer && number % EACH.events === 0,
  }
}

/** Joins, waits, reserves and pays, and gives up at nothing; each button is pressed twice. @throws Error when a step does not come about */
export async function buy(fleet: TicketsFleet, sink: string, number: number): Promise<Purchase> {
  const purchase = purchaseOf(number)
  const shopper = new Shopper(fleet, sink, purchase)
  await shopper.join()
  const admission = await shopper.admission()
  await shopper.reserve(admission)
  if (purchase.quantity >= 10) await shopper.transfer()
  else {
    const declined = !purchase.byEvents && number % EACH.declined === 0
    if (declined) await shopper.pay(BAD_CARD, 'held')
    await shopper.pay(GOOD_CARD, 'issued')
  }
  await shopper.reached('issued')
  return purchase
}

class Shopper {
  readonly #urls: TicketsFleet['urls']
  readonly #sink: string
  readonly #purchase: Purchase

  constructor({ urls }: TicketsFleet, sink: string, purchase: Purchase) {
    this.#urls = urls
    this.#sink = sink
    this.#purchase = purchase
  }

  async join(): Promise<void> {
    const { sessionId, byEvents } = this.#purchase
    if (byEvents) await this.#tell('Queue.CustomerJoined', sessionId, { sessionId })
    else await this.#twice(`${this.#urls.queue}/join`, { sessionId }, [200])
  }

  async admission(): Promise<string> {
    const { sessionId } = this.#purchase
    return this.#until('admission', async () => {
      const { body } = await patient('GET', `${this.#urls.queue}/${sessionId}`)
      return (body as { token?: string }).token
    })
  }

  async reserve(admission: string): Promise<void> {
    const { sessionId, reservationId, quantity, byEvents } = this.#purchase
    const wanted = { sessionId, reservationId, ticketsType: 'standing', ticketsQuantity: quantity }
    if (byEvents) await this.#tell('Tickets.Reserved', sessionId, wanted)
    else await this.#twice(`${this.#urls.tickets}/reserve`, { ...wanted, admission }, [200, 201])
    await this.reached('held')
  }

  async pay(number: string, then: string): Promise<void> {
    const { sessionId, reservationId, byEvents } = this.#purchase
    const of = { sessionId, reservationId }
    if (byEvents) await this.#tell('Tickets.PaymentRequested', reservationId, { ...of, cc: number })
    else await this.#twice(`${this.#urls.tickets}/checkout`, { ...of, card: { number } }, [202])
    await this.#until(`${then}`, async () => {
      const { status } = await this.#order()
      // A card's number is nowhere kept: when the service died with it in hand, the customer gives it again.
      const payment = await patient('GET', `${this.#urls.payments}/api/${reservationId}/status`)
      const awaiting = (payment.body as { status?: string } | undefined)?.status === 'awaiting'
      if (awaiting && status === 'paying')
        await patient('POST', `${this.#urls.payments}/api/${reservationId}/card`, { number })
      return status === then ? true : undefined
    })
  }

  async transfer(): Promise<void> {
    const { sessionId, reservationId } = this.#purchase
    await this.#twice(`${this.#urls.tickets}/checkout`, { sessionId, reservationId }, [202])
    await this.#until('payment to wait', async () => {
      const { status } = await patient('GET', `${this.#urls.payments}/api/${reservationId}/status`)
      return status === 200 ? true : undefined
    })
    await this.#twice(`${this.#urls.payments}/api/${reservationId}/transfer`, {}, [200])
  }

  reached(status: string): Promise<unknown> {
    return this.#until(status, async () => {
      const { status: now } = await this.#order()
      if (['expired', 'cancelled', 'failed', 'refunded'].includes(now))
        throw new Error(`${this.#purchase.reservationId} is ${now}`)
      return now === status ? true : undefined
    })
  }

  async #order(): Promise<{ status: string }> {
    const { sessionId, reservationId } = this.#purchase
    const { body } = await patient('GET', `${this.#urls.tickets}/reservations/${reservationId}?sessionId=${sessionId}`)
    return { status: String((body as { status?: unknown }).status) }
  }

  async #twice(url: string, body: object, statuses: readonly number[]): Promise<void> {
    const keys = [crypto.randomUUID(), crypto.randomUUID()]
    for (const { status, body: said } of await Promise.all(keys.map((key) => answered(url, body, key)))) {
      if (!statuses.includes(status)) throw new Error(`POST ${url} was answered ${status} ${JSON.stringify(said)}`)
    }
  }

  /** With the id and source that the originals give every event of a session, data encoded twice. */
  async #tell(type: string, key: string, data: object): Promise<void> {
    const headers = {
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-id': `CE-${this.#purchase.sessionId}`,
      'ce-source': 'website',
      'ce-type': type,
      'ce-correlationkey': key,
    }
    await this.#until(`the broker to take ${type}`, async () => {
      const init = { method: 'POST', headers, body: JSON.stringify(JSON.stringify(data)) }
      const answer = await fetch(this.#sink, { ...init, signal: AbortSignal.timeout(10_000) }).catch(() => undefined)
      await answer?.arrayBuffer().catch(() => undefined)
      return answer?.status === 202 ? true : undefined
    })
  }

  /** What each service says of this purchase. */
  async #standing(): Promise<string> {
    const { sessionId, reservationId } = this.#purchase
    const asked = [
      `${this.#urls.queue}/${sessionId}`,
      `${this.#urls.tickets}/reservations/${reservationId}?sessionId=${sessionId}`,
      `${this.#urls.payments}/api/${reservationId}/status`,
    ]
    const said = await Promise.all(asked.map(async (url) => JSON.stringify((await patient('GET', url)).body)))
    return [sessionId, ...said].join('\n          ')
  }

  async #until<T>(what: string, reached: () => Promise<T | undefined>): Promise<T> {
    const deadline = performance.now() + STEP_MOST_MS
    for (;;) {
      const value = await reached()
      if (value !== undefined) return value
      if (performance.now() > deadline) throw new Error(`stuck: no ${what} of ${await this.#standing()}`)
      await sleep(LOOK_EVERY_MS)
    }
  }
}

/** Asks again while the first request with the key is still being worked on. */
async function answered(url: string, body: object, key: string): Promise<Answer> {
  for (;;) {
    const answer = await patient('POST', url, body, key)
    if ((answer.body as { code?: string } | undefined)?.code !== 'IDEMPOTENCY_KEY_BUSY') return answer
    await sleep(LOOK_EVERY_MS)
  }
}
