import type { KafkaClient } from '@millrace/client'
import { problem } from '@millrace/client/http'
import { STATUS, isFinal } from '../contract/status.ts'
import { type PizzaCommand, iso, pizzaCommands } from '../topics.ts'
import type { Standing } from '../view/order-of.ts'
import type { ShopView } from '../view/shop-view.ts'
import type { Say } from '../order-log.ts'
import { type RequestKey, checkReuse, headersOf } from './request-key.ts'

/** A command that is written: the workers decide what comes of it. */
export interface Commanded {
  readonly orderId: string
  readonly command: PizzaCommand['command']
  readonly stage: number
  readonly at: string
}

/** What an operator does about an order: drives it on past the stage where it stands, or cancels it. */
export class Operating {
  readonly #kafka: KafkaClient
  readonly #view: ShopView
  readonly #say: Say

  constructor(kafka: KafkaClient, view: ShopView, say: Say) {
    this.#kafka = kafka
    this.#view = view
    this.#say = say
  }

  /** Resolves when the command is on disk. @throws Problem 404, 409, 422 */
  async command(
    orderId: string,
    command: PizzaCommand['command'],
    request: RequestKey | undefined,
  ): Promise<Commanded> {
    await this.#view.current()
    const known = request === undefined ? undefined : this.#view.book.request(request.key)
    if (request !== undefined && known !== undefined) {
      checkReuse(request.fingerprint, known.fingerprint)
      if (known.command !== undefined) return answerOf(orderId, known.command)
    }
    const standing = this.#possible(orderId, command)
    const value = this.#valueOf(standing, command)
    const headers = headersOf(request)
    const position = await this.#kafka.producer().send(pizzaCommands.record(orderId, value, { headers }))
    await this.#view.waitFor(position)
    const asked = command === 'cancel' ? 'cancel' : 'drive on'
    void this.#say('warn', orderId, `the operator asks to ${asked} order ${orderId}`)
    return answerOf(orderId, value)
  }

  #possible(orderId: string, command: PizzaCommand['command']): Standing {
    const standing = this.#view.get(orderId)
    if (standing === undefined)
      throw problem(404, 'Order not found', `there is no order ${orderId}`, { code: 'ORDER_NOT_FOUND' })
    const { stage, text } = standing.order
    if (isFinal(stage)) throw problem(409, 'The order is over', `order ${orderId}: ${text}`, { code: 'ORDER_IS_OVER' })
    if (command === 'cancel') return standing
    if (stage === 0)
      throw problem(409, 'Stage not known', `nobody knows how far order ${orderId} is; cancel it`, { code: 'NO_STAGE' })
    const isOnItsWay = stage === STATUS.baked || stage === STATUS.pending
    if (isOnItsWay && standing.customerId === undefined)
      throw problem(
        409,
        'Customer not known',
        `nobody knows who ordered ${orderId}; cancel it, or wait for its order`,
        {
          code: 'NO_CUSTOMER',
        },
      )
    return standing
  }

  #valueOf({ order, customerId }: Standing, command: PizzaCommand['command']): PizzaCommand {
    const { pizza, username = '', stage } = order
    const base = { command, stage, timestamp: this.#kafka.ports.clocks.domain.now() }
    if (pizza === undefined || customerId === undefined) return base
    const extra_toppings = [...pizza.extra_toppings]
    return { ...base, order: { ...pizza, extra_toppings, username, customer_id: customerId } }
  }
}

const answerOf = (orderId: string, { command, stage, timestamp }: PizzaCommand): Commanded => ({
  orderId,
  command,
  stage,
  at: iso(timestamp),
})
