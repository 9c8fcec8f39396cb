import type { CloudEvent } from '@millrace/cloudevents'
import { problem, sendProblem } from '@millrace/client/http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { completeJob, failJob } from '../routing/complete-job.ts'
import type { Outcome } from '../routing/outcome.ts'
import { publishMessage } from '../routing/publish-message.ts'
import type { RecentEvents } from '../routing/recent-events.ts'
import type { Routing } from '../routing/routing.ts'
import { cancelInstance, startInstance } from '../routing/start-instance.ts'
import { eventOf, jsonOf } from './received.ts'

type Route = (routing: Routing, event: CloudEvent) => Promise<Outcome>

/** The original's routes for events. */
const ROUTES = {
  'POST /message': publishMessage,
  'POST /workflow': startInstance,
  'DELETE /workflow': cancelInstance,
  'POST /': completeJob,
  'POST /error': failJob,
} as const satisfies Readonly<Record<string, Route>>

/**
 * Events in. An event that is done is answered 200 with what became of it; to a broker, which asks for replies
 * (`Prefer: reply`) and would take a body for one, 202 without. `OPTIONS` consents to webhooks.
 */
export function eventRoutes(app: FastifyInstance, routing: Routing, recent: RecentEvents): void {
  const handle = async (route: Route, event: CloudEvent): Promise<Outcome> => {
    const outcome = await route(routing, event)
    recent.add(event, outcome)
    return outcome
  }
  for (const [name, route] of Object.entries(ROUTES)) {
    const [method = 'POST', url = '/'] = name.split(' ')
    app.route({
      method,
      url,
      handler: async (request, reply) => answer(request, reply, await handle(route, eventOf(request))),
    })
  }
  for (const url of ['/', '/message', '/workflow']) app.options(url, consent)
  app.post<{ Params: { number: string } }>('/messages/:number/publish', async (request, reply) => {
    const number = Number(request.params.number)
    const held = Number.isSafeInteger(number) ? routing.store.unmatched.get(number) : undefined
    if (held === undefined) throw problem(404, 'Not found', `there is no event ${request.params.number}`)
    const outcome = await handle(publishMessage, changedBy(held.event, request))
    if (outcome.kind === 'published') routing.store.unmatched.remove(number)
    return reply.send(outcome)
  })
}

/** A body of `{"correlationKey": "…"}` gives an event the key that it lacks. */
function changedBy(event: CloudEvent, request: FastifyRequest): CloudEvent {
  if (!Buffer.isBuffer(request.body) || request.body.length === 0) return event
  const { correlationKey } = (jsonOf(request) ?? {}) as { readonly correlationKey?: unknown }
  if (typeof correlationKey !== 'string' || correlationKey === '') {
    throw problem(400, 'Invalid fields', 'correlationKey is the text to correlate by')
  }
  return { ...event, attributes: new Map([...event.attributes, ['correlationkey', correlationKey]]) }
}

function answer(request: FastifyRequest, reply: FastifyReply, outcome: Outcome): FastifyReply {
  // Trying again changes nothing for these; what they lack is said, and a broker that has a dead letter sink uses it.
  if (outcome.kind === 'unmatched' && outcome.reason !== 'UNEXPECTED_TYPE') {
    return sendProblem(reply, {
      status: 422,
      title: 'Matches nothing',
      detail: `${outcome.detail}; GET /messages shows the event`,
      code: outcome.reason,
    })
  }
  // A broker shows what became of the event without taking it for a reply; a key may hold any text, and stays away.
  const told = Object.entries(outcome).filter(([name]) => name !== 'correlationKey' && name !== 'detail')
  void reply.header('millrace-outcome', JSON.stringify(Object.fromEntries(told)))
  const wantsReply = String(request.headers['prefer'] ?? '').includes('reply')
  return wantsReply ? reply.code(202).send() : reply.send(outcome)
}

const consent = (_request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  reply.headers({ allow: 'POST, OPTIONS', 'webhook-allowed-origin': '*', 'webhook-allowed-rate': '*' }).code(200).send()
