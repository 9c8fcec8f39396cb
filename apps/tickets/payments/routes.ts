import { checked } from '@millrace/client/http'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { reservationId, sessionId } from '../contract/events.ts'
import { cardSchema, paymentStatuses } from '../contract/shop.ts'
import type { Put } from '../ledger/change.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { testCards } from './cards.ts'
import { type Start, end, known, start, transferred, tryCard } from './decide.ts'
import { type PaymentsModel, tables } from './model.ts'
import { toWire } from './payment.ts'

export interface PaymentsRoutes {
  readonly model: PaymentsModel
  readonly ledger: Ledger
  readonly now: () => number
  readonly processingMs: number
  readonly paymentMs: number
}

const AMOUNT_MOST = 1_000_000_000
const ORIGINAL_CARD = { number: '4242424242424242' }

const started = z.object({
  reservationId,
  amount: z.number('must be a number').min(0, 'must be at least 0').max(AMOUNT_MOST, 'must be at most 10 million'),
  subject: z.string().max(300).optional(),
  sessionId: sessionId.optional(),
  currency: z.literal('EUR').optional(),
  method: z.enum(['card', 'transfer']).optional(),
  card: cardSchema.optional(),
  attempt: z.int().min(1).optional(),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
  callback: z
    .object({ url: z.url({ protocol: /^https?$/u }), secret: z.string().min(16, 'must have at least 16 characters') })
    .optional(),
})
const arrived = z.object({ amount: z.int().optional() })
const listed = z.object({
  status: z.enum(paymentStatuses).optional(),
  method: z.enum(['card', 'transfer']).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})

type ById = { Params: { reservationId: string } }

/** What shops, customers and banks ask of payments. */
export function paymentsRoutes(app: FastifyInstance, routes: PaymentsRoutes): void {
  const { model, ledger, processingMs } = routes
  app.post('/api/', async ({ body }, reply) => {
    const command = startOf(checked(started, body), routes)
    const { payment, made } = await ledger.change((now) => start(model, command, processingMs, now))
    return reply.code(made ? 201 : 200).send(toWire(payment))
  })
  app.get<ById>('/api/:reservationId', async ({ params }, reply) => {
    const paid = model.payments.get(params.reservationId)?.status === 'authorized'
    return reply.type('application/json').send(JSON.stringify(paid))
  })
  app.get<ById>('/api/:reservationId/status', ({ params }) => toWire(known(model, params.reservationId)))
  app.post<ById>('/api/:reservationId/card', async ({ params, body }, reply) => {
    const card = checked(cardSchema, body)
    const payment = await ledger.change((now) => tryCard(model, params.reservationId, card, processingMs, now))
    return reply.code(202).send(toWire(payment))
  })
  app.post<ById>('/api/:reservationId/transfer', async ({ params, body }, reply) => {
    const { amount } = checked(arrived, body)
    const payment = await ledger.change((now) => transferred(model, params.reservationId, amount, now))
    return reply.send(toWire(payment))
  })
  for (const how of ['cancel', 'refund'] as const) {
    app.post<ById>(`/api/:reservationId/${how}`, async ({ params }, reply) =>
      reply.send(toWire(await ledger.change(() => end(model, params.reservationId, how)))),
    )
  }
  app.get('/cards', () => testCards)
  app.get('/payments', ({ query }) => list(routes, query))
  app.post('/operator/reset', () => reset(routes))
}

/** As the original sends it (no method): the amount in units, and money that comes by itself. */
function startOf(given: z.output<typeof started>, { now, paymentMs }: PaymentsRoutes): Start {
  const { method, expiresAt, callback, currency: _, ...rest } = given
  const ends = expiresAt === undefined ? now() + paymentMs : Date.parse(expiresAt)
  const shared = { ...rest, expiresAt: ends, ...(callback !== undefined && { callback }) }
  if (method !== undefined) return { ...shared, method, amount: Math.round(given.amount) }
  return { ...shared, method: 'card', amount: Math.round(given.amount * 100), card: given.card ?? ORIGINAL_CARD }
}

function list({ model }: PaymentsRoutes, query: unknown) {
  const { status, method, limit } = checked(listed, query)
  const found = [...model.payments.values()]
    .filter((payment) => (status ?? payment.status) === payment.status && (method ?? payment.method) === payment.method)
    .sort((a, b) => b.number - a.number)
  return { items: found.slice(0, limit).map(toWire) }
}

async function reset({ model, ledger }: PaymentsRoutes) {
  await ledger.change(() => ({
    puts: [...model.payments.keys()].map((key): Put => ({ table: tables.payments, key, value: undefined })),
    answer: undefined,
  }))
  return { items: [] }
}
