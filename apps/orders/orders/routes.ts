import { type LiveStreams, type PageQuery, checked, page, problem, textOf } from '@millrace/client/http'
import { type ServicePorts, uuidV7 } from '@millrace/kernel'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { createHash } from 'node:crypto'
import { orderStatuses } from '../contract/order.ts'
import type { EntityAccess } from '../entity/access.ts'
import { requestKey } from '../entity/request-key.ts'
import { answerWith, openState } from '../entity/respond.ts'
import { keepRawBody, receivedEvent } from '../webhook/receive.ts'
import { CURRENCY, amountOf, catalogue } from './catalogue.ts'
import type { OrderCommand } from './command.ts'
import { readNewOrder } from './new-order.ts'
import { type OrderState, toWire } from './order.ts'
import type { PaymentsClient } from './payments-client.ts'

export interface OrderRoutes {
  readonly payments: PaymentsClient
  readonly secret: string
  readonly ports: ServicePorts
  readonly ownUrl: () => string
}

type ById = { Params: { id: string } }
type Orders = EntityAccess<OrderState, OrderCommand>

const statusBody = z.object({ status: z.enum(['shipped', 'delivered'], 'must be shipped or delivered') })
const listQuery = z.object({ status: z.enum(orderStatuses, `must be one of ${orderStatuses.join(', ')}`).optional() })

export function orderRoutes(app: FastifyInstance, orders: Orders, live: LiveStreams, options: OrderRoutes): void {
  keepRawBody(app)
  app.get('/products', () => ({ items: catalogue }))
  app.post('/orders', (request, reply) => create(orders, options, request, reply))
  app.get<{ Querystring: PageQuery }>('/orders', async ({ query }) => list(orders, query))
  app.get<ById>('/orders/:id', async ({ params }) => toWire(await orderOf(orders, params.id)))
  app.post<ById>('/orders/:id/cancel', async (request, reply) => {
    const { orderId } = await orderOf(orders, request.params.id)
    const answer = await orders.submit(orderId, { kind: 'cancel' }, requestKey(request, undefined))
    return answerWith(reply, answer)
  })
  app.put<ById>('/orders/:id/status', async (request, reply) => {
    const body = checked(statusBody, request.body)
    const { orderId } = await orderOf(orders, request.params.id)
    const answer = await orders.submit(orderId, { kind: 'status', ...body }, requestKey(request, body))
    return answerWith(reply, answer)
  })
  app.post('/webhooks/payments', async (request, reply) => {
    const event = receivedEvent(request, options.secret, options.ports.clocks.domain)
    const order = await orderOf(orders, event.data.orderId)
    if (order.paymentId !== event.data.paymentId)
      throw problem(422, 'Not its payment', `order ${order.orderId} has payment ${order.paymentId}`, {
        code: 'PAYMENT_DIFFERS',
        errors: [{ field: 'data.paymentId', message: 'is not the payment of the order' }],
      })
    return answerWith(reply, await orders.submit(order.orderId, { kind: 'webhook', type: event.type }))
  })
  liveRoutes(app, orders, live)
}

/**
 * With an Idempotency-Key the order's id follows from it: whichever instance gets the request again finds the same order. The
 * payment comes first, and is only announced, and can only be paid, once orders has published the order.
 */
async function create(
  orders: Orders,
  { payments, ports, ownUrl }: OrderRoutes,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const given = readNewOrder(request.body)
  const key = requestKey(request, given)
  const { random, clocks } = ports
  const orderId = key === undefined ? uuidV7(random, clocks.domain.now()) : orderIdOf(key.key)
  const amount = amountOf(given.items)
  if (key !== undefined) await orders.current()
  const known = orders.model.get(orderId)
  const payment = known ?? (await payments.open({ orderId, amount, currency: CURRENCY, ...given }))
  const { paymentId, paymentUrl } = payment
  const command = { kind: 'create', ...given, amount, currency: CURRENCY, paymentId, paymentUrl } as const
  const answer = await orders.submit(orderId, { ...command, orderUrl: `${ownUrl()}/track/${orderId}` }, key)
  reply.header('location', `/orders/${orderId}`)
  return answerWith(reply, answer)
}

/** A UUID (version 8) of the key. */
function orderIdOf(key: string): string {
  const digits = createHash('sha256').update(`order of ${key}`).digest('hex')
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20, 32)}`
}

async function list(orders: Orders, query: PageQuery) {
  const { status } = checked(listQuery, { ...query, status: textOf(query, 'status') })
  const email = textOf(query, 'email')?.toLowerCase()
  await orders.current()
  const wanted = [...orders.model.states()].filter(
    (order) =>
      (status === undefined || order.status === status) &&
      (email === undefined || order.customer.email.toLowerCase() === email),
  )
  return page(wanted, placeOf, query, toWire)
}

const placeOf = ({ createdAt, orderId }: OrderState) => ({ at: createdAt, id: orderId })

/** @throws Problem 404 */
async function orderOf(orders: Orders, id: string): Promise<OrderState> {
  await orders.current()
  const order = orders.model.get(id)
  if (order !== undefined) return order
  throw problem(404, 'Order not found', `there is no order ${id}`, { code: 'ORDER_NOT_FOUND' })
}

function liveRoutes(app: FastifyInstance, orders: Orders, live: LiveStreams): void {
  app.get('/orders/live', async (_, reply) => {
    await orders.current()
    live.open(reply, (send) => {
      send('orders', { items: page(orders.model.states(), placeOf, {}, toWire).items })
      return orders.onChange((order) => send('order', toWire(order)))
    })
  })
  app.get<ById>('/orders/:id/live', async ({ params }, reply) => {
    const order = await orderOf(orders, params.id)
    live.open(reply, (send) => openState(orders, send, 'order', order, toWire, (each) => each.orderId === params.id))
  })
}
