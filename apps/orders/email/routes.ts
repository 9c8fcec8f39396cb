import { type PageQuery, page, textOf } from '@millrace/client/http'
import type { LiveStreams } from '@millrace/client/http'
import type { FastifyInstance } from 'fastify'
import type { EntityAccess } from '../entity/access.ts'
import type { Outcome } from '../outbound/message.ts'
import { type Listed, changedMessages, messagesOf, placeOf } from '../outbound/list.ts'
import { type MailContent, type MailState, toWire } from './mail.ts'

type Mails = EntityAccess<MailState, Outcome<MailContent>>

export function mailRoutes(app: FastifyInstance, mails: Mails, live: LiveStreams): void {
  app.get<{ Querystring: PageQuery }>('/mails', async ({ query }) => {
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

const wire = ({ orderId, message }: Listed<MailContent>) => toWire(orderId, message)
