import {
  type LiveStreams,
  type PageQuery,
  checked,
  idempotency,
  memoryIdempotency,
  page,
  textOf,
  wrongFields,
} from '@millrace/client/http'
import type { DomainClock } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { EntityAccess } from '../entity/access.ts'
import { phoneSchema } from '../orders/new-order.ts'
import { type Listed, changedMessages, messagesOf, placeOf } from '../outbound/list.ts'
import type { Outcome } from '../outbound/message.ts'
import { type PhoneContent, type PhoneState, toWire } from './phone-message.ts'
import { type KeptSubscriptions, subscriptionSchema } from './subscriptions.ts'
import type { VapidKey } from './vapid-file.ts'

type Messages = EntityAccess<PhoneState, Outcome<PhoneContent>>
type ByPhone = { Params: { phone: string }; Querystring: PageQuery }

const ending = z.object({ endpoint: z.string('must be the address of a subscription') })

export interface PhoneRoutes {
  readonly subscriptions: KeptSubscriptions
  readonly key: VapidKey
  readonly clock: DomainClock
}

export function phoneRoutes(
  app: FastifyInstance,
  messages: Messages,
  live: LiveStreams,
  { subscriptions, key, clock }: PhoneRoutes,
): void {
  // The effect is durable; the keys are this process's, since a repeat does no harm.
  idempotency(app, { store: memoryIdempotency({ clock }) })
  app.get('/vapid', () => ({ publicKey: key.publicKey }))
  app.post<ByPhone>('/phones/:phone/subscriptions', async ({ params, body }, reply) => {
    const phone = phoneOf(params.phone)
    const subscription = checked(subscriptionSchema, body)
    await subscriptions.add(phone, subscription)
    return reply.code(201).send({ phone, endpoint: subscription.endpoint })
  })
  app.delete<ByPhone>('/phones/:phone/subscriptions', async ({ params, body }, reply) => {
    await subscriptions.remove(phoneOf(params.phone), checked(ending, body).endpoint)
    return reply.code(204).send()
  })
  app.get<{ Querystring: PageQuery }>('/messages', async ({ query }) => {
    const status = textOf(query, 'status')
    await messages.current()
    const wanted = messagesOf(messages.model).filter(({ message }) => status === undefined || message.status === status)
    return page(wanted, placeOf, query, wire)
  })
  app.get<ByPhone>('/phones/:phone/messages', async ({ params, query }) => {
    const phone = phoneOf(params.phone)
    await messages.current()
    return page(ofPhone(messages, phone), placeOf, query, wire)
  })
  app.get<ByPhone>('/phones/:phone/live', async ({ params }, reply) => {
    const phone = phoneOf(params.phone)
    await messages.current()
    live.open(reply, (send) => {
      send('messages', { items: page(ofPhone(messages, phone), placeOf, {}, wire).items })
      return changedMessages(messages, (changed) => {
        if (changed.message.content?.phone === phone) send('message', wire(changed))
      })
    })
  })
}

const ofPhone = (messages: Messages, phone: string) =>
  messagesOf(messages.model).filter(({ message }) => message.content?.phone === phone)

const wire = ({ orderId, message }: Listed<PhoneContent>) => toWire(orderId, message)

/** @throws Problem 400 */
function phoneOf(given: string): string {
  const read = phoneSchema.safeParse(given)
  if (read.success) return read.data
  throw wrongFields([{ field: 'phone', message: read.error.issues[0]?.message ?? 'is no phone number' }])
}
