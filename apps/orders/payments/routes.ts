import { type LiveStreams, type PageQuery, checked, page, problem, textOf, wrongFields } from '@millrace/client/http'
import { type LivenessClock, type ServicePorts, pause } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { paymentStatuses } from '../contract/payment.ts'
import type { EntityAccess } from '../entity/access.ts'
import { requestKey } from '../entity/request-key.ts'
import { answerWith, openState } from '../entity/respond.ts'
import { customerSchema, itemSchema } from '../topics.ts'
import { keepRawBody, receivedEvent } from '../webhook/receive.ts'
import { CHALLENGE_CODE, cardErrors, cardSchema, judge, testCards } from './card.ts'
import type { PaymentCommand } from './command.ts'
import { paymentIdOf } from './payment-id.ts'
import { type PaymentState, toWire } from './payment.ts'

export interface PaymentRoutes {
  readonly secret: string
  readonly ports: ServicePorts
  readonly paymentUrlOf: (paymentId: string) => string
  readonly orderUrlOf: (orderId: string) => string
}

type Payments = EntityAccess<PaymentState, PaymentCommand>
type ById = { Params: { paymentId: string } }

const opening = z.object({
  orderId: z.string('must be an order’s id').min(1, 'must be an order’s id').max(200, 'must be an order’s id'),
  amount: z.int('must be minor units, a whole number above 0').min(1, 'must be minor units, a whole number above 0'),
  currency: z.string('must be three capital letters').regex(/^[A-Z]{3}$/u, 'must be three capital letters'),
  customer: customerSchema,
  items: z.array(itemSchema).default([]),
})

const challenge = z.object({ code: z.string('must be the code that the bank sent').max(20, 'is too long') })

const listQuery = z.object({
  status: z.enum(paymentStatuses, `must be one of ${paymentStatuses.join(', ')}`).optional(),
})

export function paymentRoutes(
  app: FastifyInstance,
  payments: Payments,
  live: LiveStreams,
  options: PaymentRoutes,
): void {
  const { domain, liveness } = options.ports.clocks
  keepRawBody(app)
  app.get('/cards', () => ({ items: testCards, code: CHALLENGE_CODE }))
  app.post('/payments', async (request, reply) => {
    const { orderId, ...given } = checked(opening, request.body)
    const paymentUrl = options.paymentUrlOf(paymentIdOf(orderId))
    const command = { kind: 'open', ...given, paymentUrl, orderUrl: options.orderUrlOf(orderId) } as const
    reply.header('location', `/payments/${paymentIdOf(orderId)}`)
    return answerWith(reply, await payments.submit(orderId, command, requestKey(request, { orderId, ...given })))
  })
  app.get<{ Querystring: PageQuery }>('/payments', ({ query }) => list(payments, query))
  app.get<ById>('/payments/:paymentId', async ({ params }) => toWire(await paymentOf(payments, params.paymentId)))
  app.post<ById>('/payments/:paymentId/pay', async (request, reply) => {
    const card = checked(cardSchema, request.body)
    const errors = cardErrors(card, domain.now())
    if (errors.length > 0) throw wrongFields(errors)
    const verdict = judge(card)
    const { orderId } = await confirmed(payments, request.params.paymentId, liveness)
    // The fingerprint, too, holds nothing that could pay.
    return answerWith(reply, await payments.submit(orderId, { kind: 'pay', verdict }, requestKey(request, verdict)))
  })
  app.post<ById>('/payments/:paymentId/challenge', async (request, reply) => {
    const passed = checked(challenge, request.body).code.trim() === CHALLENGE_CODE
    const { orderId } = await paymentOf(payments, request.params.paymentId)
    const command = { kind: 'challenge', passed } as const
    return answerWith(reply, await payments.submit(orderId, command, requestKey(request, { passed })))
  })
  app.post<ById>('/payments/:paymentId/cancel', async (request, reply) => {
    const { orderId } = await paymentOf(payments, request.params.paymentId)
    return answerWith(reply, await payments.submit(orderId, { kind: 'cancel' }, requestKey(request, undefined)))
  })
  app.post('/webhooks/gateway', async (request, reply) => {
    const { type, data } = receivedEvent(request, options.secret, domain)
    const { orderId } = await paymentOf(payments, data.paymentId)
    if (orderId !== data.orderId)
      throw wrongFields([{ field: 'data.orderId', message: `is not the order of payment ${data.paymentId}` }], 422)
    return answerWith(reply, await payments.submit(orderId, { kind: 'gateway', type }))
  })
  app.get<ById>('/payments/:paymentId/live', async ({ params }, reply) => {
    const payment = await paymentOf(payments, params.paymentId)
    const isIt = (each: PaymentState): boolean => each.paymentId === params.paymentId
    live.open(reply, (send) => openState(payments, send, 'payment', payment, toWire, isIt))
  })
}

async function list(payments: Payments, query: PageQuery) {
  const { status } = checked(listQuery, { ...query, status: textOf(query, 'status') })
  const orderId = textOf(query, 'orderId')
  await payments.current()
  const wanted = [...payments.model.states()].filter(
    (payment) =>
      (status === undefined || payment.status === status) && (orderId === undefined || payment.orderId === orderId),
  )
  return page(wanted, ({ createdAt, orderId: id }) => ({ at: createdAt, id }), query, toWire)
}

/** @throws Problem 404 */
async function paymentOf(payments: Payments, paymentId: string): Promise<PaymentState> {
  await payments.current()
  const payment = payments.model.find(paymentId)
  if (payment !== undefined) return payment
  throw problem(404, 'Payment not found', `there is no payment ${paymentId}`, { code: 'PAYMENT_NOT_FOUND' })
}

const CONFIRMATION_MOST_MS = 5000
const LOOK_EVERY_MS = 20

/** The payment, when orders has published its order: a customer can be faster than that, and waits for it. */
async function confirmed(payments: Payments, paymentId: string, clock: LivenessClock): Promise<PaymentState> {
  const until = clock.now() + CONFIRMATION_MOST_MS
  let payment = await paymentOf(payments, paymentId)
  while (!payment.confirmed && clock.now() < until) {
    await pause(clock, LOOK_EVERY_MS)
    payment = payments.model.find(paymentId) ?? payment
  }
  return payment
}
