import type { FastifyInstance } from 'fastify'
import type { EntityAccess } from '../entity/access.ts'
import type { LiveStreams } from '../entity/live.ts'
import { type Query, page, textOf } from '../entity/page.ts'
import type { OutboundMessage, Outcome } from '../outbound/message.ts'
import { messagesOf, changedMessages } from '../outbound/list.ts'
import { type MailContent, type MailState, toWire } from './mail.ts'

type Mails = EntityAccess<MailState, Outcome<MailContent>>

interface Listed {
  readonly orderId: string
  readonly message: OutboundMessage<MailContent>
}

export function mailRoutes(app: FastifyInstance, mails: Mails, live: LiveStreams): void {
  app.get<{ Querystring: Query }>('/mails', async ({ query }) => {
    const [orderId, status, to] = ['orderId', 'status', 'to'].map((name) => textOf(query, name))
    await mails.current()
    const wanted = messagesOf(mails.model, orderId).filter(
      ({ message }) =>
        (status === undefined || message.status === status) && (to === undefined || message.content?.to === to),
    )
    return page(wanted, placeOf, query, wire)
  })
  app.get('/mails/live', async (_, reply) => {
    await mails.current()
    live.open(reply, (send) => {
      send('mails', { items: page(messagesOf(mails.model), placeOf, {}, wire).items })
      return changedMessages(mails, (changed) => send('mail', wire(changed)))
    })
  })
}

const placeOf = ({ orderId, message }: Listed) => ({ at: message.at, id: `${orderId}:${message.stage}` })
const wire = ({ orderId, message }: Listed) => toWire(orderId, message)
