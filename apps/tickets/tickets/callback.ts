import { checked, problem } from '@millrace/client/http'
import type { DomainClock } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { reservationId } from '../contract/events.ts'
import { paymentStatuses } from '../contract/shop.ts'
import { faultOf } from '../webhook.ts'
import type { Gate } from './gate.ts'
import type { Payments } from './payments-client.ts'

export interface CallbackParts {
  readonly payments: Payments
  readonly gate: Gate
  readonly clock: DomainClock
  readonly settle: (reservationId: string, said: z.output<typeof newsSchema>) => Promise<void>
}

const newsSchema = z.object({
  reservationId,
  status: z.enum(paymentStatuses),
  reason: z.string().optional(),
  attempts: z.int().default(1),
})

/**
 * What payments says by itself. The signature covers the raw body, with a secret of each payment's own; news may come again,
 * late and in any order. Answered when it is stored.
 */
export function callbackRoute(app: FastifyInstance, { payments, gate, clock, settle }: CallbackParts): void {
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, parsed) =>
      parsed(null, body),
    )
    scope.post('/payments/callback', async (request, reply) => {
      const raw = typeof request.body === 'string' ? request.body : ''
      const news = checked(newsSchema, JSON.parse(raw))
      const header = (name: string): string | undefined => request.headers[name] as string | undefined
      const fault = faultOf(header, raw, payments.secretOf(news.reservationId), clock.now())
      if (fault !== undefined) {
        gate.count('CALLBACK_FORGED')
        throw problem(401, 'Not signed', fault, { code: 'CALLBACK_FORGED' })
      }
      await settle(news.reservationId, news)
      return reply.send({ stored: true })
    })
    done()
  })
}
