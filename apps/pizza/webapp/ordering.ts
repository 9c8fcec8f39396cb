import type { KafkaClient } from '@millrace/client'
import { problem } from '@millrace/client/http'
import { Fault, hex } from '@millrace/kernel'
import { z } from 'zod'
import { menu } from '../contract/menu.ts'
import type { Order, Pizza, Session } from '../contract/order.ts'
import { STATUS } from '../contract/status.ts'
import { pizzaOrdered, stage } from '../topics.ts'
import { orderOf } from '../view/order-of.ts'
import type { ShopView } from '../view/shop-view.ts'
import type { Say } from '../order-log.ts'
import { type RequestKey, checkReuse, hash, headersOf } from './request-key.ts'

const choice = (names: readonly string[]) => z.enum(names, `must be one of ${names.join(', ')}`)

/** What a customer orders. */
export const newPizza = z.strictObject({
  sauce: choice(menu.sauce),
  cheese: choice(menu.cheese),
  main_topping: choice(menu.main_topping),
  extra_toppings: z
    .array(choice(menu.extra_toppings), 'must be a list of extras')
    .max(menu.extra_toppings.length, `must be at most ${menu.extra_toppings.length}`)
    .refine((extras) => new Set(extras).size === extras.length, 'must not have an extra twice')
    .default([]),
})

export interface Ordered {
  readonly order: Order
  /** It was there already, by the same Idempotency-Key. */
  readonly replayed: boolean
}

const TRIES = 20

/**
 * The command side: an order is one record of `pizza-ordered`, and nothing else, so it is there or it is not. With an
 * Idempotency-Key its id follows from the key, and the key stands in the record: whichever instance gets the request again,
 * after whatever restart, finds the same order.
 */
export class Ordering {
  readonly #kafka: KafkaClient
  readonly #view: ShopView
  readonly #say: Say
  readonly #underWay = new Map<string, Promise<void>>()

  constructor(kafka: KafkaClient, view: ShopView, say: Say) {
    this.#kafka = kafka
    this.#view = view
    this.#say = say
  }

  /** Resolves when the order is on disk. @throws Problem 422 when the key was used for another request. */
  place(pizza: Pizza, session: Session, request: RequestKey | undefined): Promise<Ordered> {
    if (request === undefined) return this.#place(pizza, session, request)
    // The same request that comes while the first is being written finds what that has written.
    const placed = (this.#underWay.get(request.key) ?? Promise.resolve()).then(() =>
      this.#place(pizza, session, request),
    )
    const settled = placed.then(ignore, ignore).then(() => {
      if (this.#underWay.get(request.key) === settled) this.#underWay.delete(request.key)
    })
    this.#underWay.set(request.key, settled)
    return placed
  }

  async #place(pizza: Pizza, { customerId, username }: Session, request: RequestKey | undefined): Promise<Ordered> {
    if (request !== undefined) {
      await this.#view.current()
      const known = this.#known(request)
      if (known !== undefined) return { order: known, replayed: true }
    }
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const orderId = this.#newId(request, attempt)
      if (this.#view.get(orderId) !== undefined) continue
      await this.#write(orderId, pizza, { customerId, username }, request)
      const mine = request === undefined ? undefined : this.#known(request)
      if (mine !== undefined) return { order: mine, replayed: false }
      // Another order that was written first has the id: this one is passed over by everybody.
      if (request === undefined && this.#view.book.get(orderId)?.customerId === customerId)
        return { order: this.#asPlaced(orderId), replayed: false }
    }
    throw new Fault('NO_ORDER_ID', `no free order id was found in ${TRIES} tries; order again`)
  }

  #known(request: RequestKey): Order | undefined {
    const known = this.#view.book.request(request.key)
    if (known === undefined) return undefined
    checkReuse(request.fingerprint, known.fingerprint)
    return this.#asPlaced(known.orderId)
  }

  /** As it was when it was placed: what is answered to whoever asks for it again. */
  #asPlaced(orderId: string): Order {
    const entry = this.#view.book.get(orderId)
    if (entry?.placedAt === undefined) throw problem(503, 'Order not read yet', `order ${orderId} is not read yet`)
    return orderOf(orderId, entry, [{ status: STATUS.placed, at: entry.placedAt }]).order
  }

  #newId(request: RequestKey | undefined, attempt: number): string {
    if (request === undefined) return hex(this.#kafka.ports.random.bytes(4))
    return hash(['order', request.key, attempt]).slice(0, 8)
  }

  async #write(orderId: string, pizza: Pizza, session: Session, request: RequestKey | undefined): Promise<void> {
    const now = this.#kafka.ports.clocks.domain.now()
    const order = {
      extra_toppings: [...pizza.extra_toppings],
      sauce: pizza.sauce,
      cheese: pizza.cheese,
      main_topping: pizza.main_topping,
      customer_id: session.customerId,
      username: session.username,
    }
    const value = { ...stage('placed', now), order }
    const record = pizzaOrdered.record(orderId, value, { headers: headersOf(request) })
    await this.#view.waitFor(await this.#kafka.producer().send(record))
    void this.#say('info', orderId, `order ${orderId} is taken from ${session.username}`)
  }
}

const ignore = (): void => undefined
