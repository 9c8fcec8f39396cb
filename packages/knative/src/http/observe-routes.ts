import { encodeJson } from '@millrace/cloudevents'
import { type DeliveryRecord, type StoredEvent, explainFilters } from '@millrace/events'
import { type LivenessClock, Refusal, pause } from '@millrace/kernel'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { Resource } from '../resources/resources.ts'
import { type ApiOptions, existing, json } from './api.ts'
import { overviewOf } from './overview.ts'

const BASE = '/apis/events.millrace.dev/v1'
const REPLAY_MS = 5000

const query = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  type: z.string().optional(),
  source: z.string().optional(),
  subject: z.string().optional(),
  id: z.string().optional(),
})

/**
 * What there is and what has happened, for a console: brokers and triggers, events and each one's path, what reached no
 * subscriber, and one event again.
 */
export function observeRoutes(http: FastifyInstance, options: ApiOptions & { readonly clock: LivenessClock }): void {
  const { events } = options
  http.get(`${BASE}/overview`, async (_request, reply) => json(reply, 200, overviewOf(options)))
  http.get(`${BASE}/failures`, async (_request, reply) => json(reply, 200, { items: events.failures.list() }))
  eventRoutes(http, options)
  const trigger = `${BASE}/namespaces/:namespace/triggers/:name`
  http.get(`${trigger}/report`, async (request, reply) => {
    const resource = existing(request, 'Trigger', options.resources)
    return json(reply, 200, { state: events.stateOf(resource), ...events.reportOf(resource) })
  })
  http.post(`${trigger}/replay`, (request, reply) => replay(request, reply, options))
}

/** Events of a broker, among its last thousand records, and the path of one. */
function eventRoutes(http: FastifyInstance, { events, resources }: ApiOptions): void {
  const all = `${BASE}/namespaces/:namespace/brokers/:name/events`
  http.get(all, async (request, reply) => {
    const broker = existing(request, 'Broker', resources)
    const { limit, ...wanted } = checkedQuery(request)
    const latest = await events.latest(broker, 1000)
    const found = latest.filter(({ event }) =>
      Object.entries(wanted).every(([name, text]) => text === undefined || event.attributes.get(name) === text),
    )
    return json(reply, 200, { items: found.slice(0, limit).map(summaryOf) })
  })
  http.get(`${all}/:partition/:offset`, async (request, reply) => {
    const broker = existing(request, 'Broker', resources)
    const { partition, offset } = placeOf(request.params)
    const stored = await events.read(broker, partition, offset)
    if (stored === undefined) throw noEvent(partition, offset)
    const standings = events.standingOf(broker, stored).map((standing) => {
      const trigger = resources.get('Trigger', standing.namespace, standing.name)
      return { ...standing, why: trigger === undefined ? [] : explainFilters(specOf(trigger), stored.event) }
    })
    const failures = events.failures
      .list()
      .filter((one) => one.broker === broker.name && one.partition === partition && one.offset === offset)
    const passed = Object.fromEntries(stored.headers)
    return json(reply, 200, {
      ...summaryOf(stored),
      headers: passed,
      event: jsonOf(stored),
      triggers: standings,
      failures,
    })
  })
}

/** Answers with the delivery when it is done soon; 202 when its retries take longer. */
async function replay(
  request: FastifyRequest,
  reply: FastifyReply,
  { events, resources, clock }: ApiOptions & { readonly clock: LivenessClock },
): Promise<FastifyReply> {
  const resource = existing(request, 'Trigger', resources)
  const { partition, offset } = placeOf(request.query)
  const replayed = await events.replay(resource, partition, offset)
  if (replayed === undefined) throw noEvent(partition, offset)
  const waiting = new AbortController()
  const tooLong = pause(clock, REPLAY_MS, waiting.signal).catch(() => undefined)
  const delivery: DeliveryRecord | undefined = await Promise.race([replayed.delivery, tooLong.then(() => undefined)])
  waiting.abort()
  return delivery === undefined
    ? json(reply, 202, {
        status: 'Accepted',
        message: 'it is being tried; the report of the trigger says what becomes of it',
      })
    : json(reply, 200, { status: 'Success', delivery })
}

function checkedQuery(request: FastifyRequest): z.output<typeof query> {
  const result = query.safeParse(request.query)
  if (result.success) return result.data
  const lines = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new Refusal('INVALID_REQUEST', lines.join('; '))
}

function placeOf(given: unknown): { readonly partition: number; readonly offset: number } {
  const { partition = '0', offset = '' } = given as { readonly partition?: string; readonly offset?: string }
  if (!/^\d{1,15}$/.test(offset) || !/^\d{1,5}$/.test(partition)) {
    throw new Refusal('INVALID_REQUEST', 'an event is named by the numbers of its partition and its offset')
  }
  return { partition: Number(partition), offset: Number(offset) }
}

const noEvent = (partition: number, offset: number): Refusal =>
  new Refusal('NOT_FOUND', `there is no event at offset ${offset} of partition ${partition}`)

const summaryOf = ({ partition, offset, timestamp, event }: StoredEvent) => ({
  partition,
  offset,
  at: timestamp,
  attributes: Object.fromEntries(event.attributes),
  dataBytes: event.data?.length ?? 0,
})

const jsonOf = ({ event }: StoredEvent): unknown => JSON.parse(encodeJson(event)) as unknown

const specOf = ({ document }: Resource): Parameters<typeof explainFilters>[0] =>
  (document as { readonly spec?: Parameters<typeof explainFilters>[0] }).spec ?? {}
