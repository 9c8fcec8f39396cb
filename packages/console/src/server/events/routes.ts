import { Refusal } from '@millrace/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sendEventBody } from '../../contract/events.ts'
import type { AuditEntry } from '../../contract/overview.ts'
import type { ConsoleContext } from '../context.ts'
import { inputProblem } from '../problem.ts'
import { type Upstream, forward } from '../upstream/forward.ts'
import { eventBody } from './event-body.ts'
import { eventsProblem } from './events-problem.ts'

const BASE = '/apis/events.millrace.dev/v1'
/** A name of Kubernetes (RFC 1123 subdomain), with namespace. */
const NAMES = '[a-z0-9][a-z0-9.-]{0,252}'
const READ = [
  /^\/(overview|failures)$/,
  new RegExp(`^/namespaces/${NAMES}/brokers/${NAMES}/events(/\\d{1,5}/\\d{1,15})?$`),
  new RegExp(`^/namespaces/${NAMES}/triggers/${NAMES}/report$`),
]
const REPLAY = new RegExp(`^/namespaces/(${NAMES})/triggers/(${NAMES})/replay$`)

/**
 * `/api/events/…` is the API over the events broker, reached through the console: under its token, from its own origin
 * only. `POST …/brokers/{name}/events` sends an event to the broker's ingress.
 */
export function eventRoutes(fastify: FastifyInstance, context: ConsoleContext): void {
  fastify.get('/api/events/*', async (request, reply) => {
    const path = pathOf(request)
    if (!READ.some((one) => one.test(path))) throw notForwarded(path)
    const answer = await forward(upstreamOf(context), { method: 'GET', path: BASE + path + queryOf(request) })
    if (answer.status < 400) return reply.send(answer.body)
    const problem = eventsProblem(answer)
    return reply.status(problem.status).type('application/problem+json').send(problem)
  })
  replayRoute(fastify, context)
  sendRoute(fastify, context)
}

function replayRoute(fastify: FastifyInstance, context: ConsoleContext): void {
  fastify.post('/api/events/*', async (request, reply) => {
    const path = pathOf(request)
    const found = REPLAY.exec(path)
    if (found === null) throw notForwarded(path)
    const query = queryOf(request)
    const answer = await forward(upstreamOf(context), { method: 'POST', path: BASE + path + query })
    const problem = answer.status >= 400 ? eventsProblem(answer) : undefined
    const target = `${found[1]}/${found[2]}`
    record(context, { action: 'event.replay', target, detail: query.slice(1) }, problem?.detail)
    if (problem !== undefined) return reply.status(problem.status).type('application/problem+json').send(problem)
    return reply.send(answer.body)
  })
}

function sendRoute(fastify: FastifyInstance, context: ConsoleContext): void {
  fastify.post('/api/events/namespaces/:namespace/brokers/:broker/events', async (request, reply) => {
    const { namespace, broker } = request.params as { readonly namespace: string; readonly broker: string }
    const parsed = sendEventBody.safeParse(request.body)
    if (!parsed.success) return reply.status(400).send(inputProblem(parsed.error))
    const body = eventBody(parsed.data)
    const path = `/${encodeURIComponent(namespace)}/${encodeURIComponent(broker)}`
    const sent = { method: 'POST', path, body, contentType: 'application/cloudevents+json' }
    const answer = await forward(upstreamOf(context), sent)
    const problem = answer.status >= 400 ? eventsProblem(answer) : undefined
    const { id, type, source } = parsed.data.attributes
    const detail = `${type} ${id} of ${source}`
    record(context, { action: 'event.send', target: `${namespace}/${broker}`, detail }, problem?.detail)
    if (problem !== undefined) return reply.status(problem.status).type('application/problem+json').send(problem)
    return reply.status(202).send(null)
  })
}

function record(
  { audit, options }: ConsoleContext,
  entry: Pick<AuditEntry, 'action' | 'target' | 'detail'>,
  refused: string | undefined,
): void {
  const detail = refused === undefined ? entry.detail : `${entry.detail}: ${refused}`
  const outcome = refused === undefined ? 'done' : 'refused'
  audit.record({ ...entry, detail: detail.slice(0, 500), at: options.clocks.domain.now(), outcome })
}

function upstreamOf({ options }: ConsoleContext): Upstream {
  const url = options.events?.()
  if (url === undefined) throw new Refusal('NOT_FOUND', 'there is no events broker beside this console')
  return { url, name: 'the events broker', key: options.upstreamKey, unreachable: 'EVENTS_UNREACHABLE' }
}

const pathOf = (request: FastifyRequest): string => `/${(request.params as { readonly '*': string })['*']}`

function queryOf({ url }: FastifyRequest): string {
  const at = url.indexOf('?')
  return at < 0 ? '' : url.slice(at)
}

const notForwarded = (path: string): Refusal<'NOT_FOUND'> =>
  new Refusal('NOT_FOUND', `the console forwards no ${path} to the events broker`)
