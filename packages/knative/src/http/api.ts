import type { Events } from '@millrace/events'
import { Refusal } from '@millrace/kernel'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readDocuments } from '../resources/document.ts'
import type { Kind, Resource, Resources } from '../resources/resources.ts'
import { resourceView } from '../resources/view.ts'
import { eventTypeView } from './event-types.ts'

export interface ApiOptions {
  readonly events: Events
  readonly resources: Resources
  readonly ingress: () => string
}

interface Params {
  readonly namespace?: string
  readonly name?: string
}

/** Followed by the key that a subscriber was given. */
export const CALLBACKS = '/apis/events.millrace.dev/v1/webhook-callbacks/'
const GROUP = '/apis/eventing.knative.dev/v1'
const KINDS = { brokers: 'Broker', triggers: 'Trigger' } as const satisfies Record<string, Kind>

/** Brokers and triggers at the paths that Kubernetes has for them; YAML or JSON in, JSON out. */
export function apiRoutes(http: FastifyInstance, options: ApiOptions): void {
  for (const [plural, kind] of Object.entries(KINDS)) resourceRoutes(http, plural, kind, options)
  http.get('/apis/eventing.knative.dev/v1beta2/eventtypes', async (_request, reply) =>
    json(reply, 200, { kind: 'EventTypeList', items: options.events.eventTypes().map(eventTypeView) }),
  )
  callbackRoute(http, options)
}

/** Where a subscriber that was asked for its consent grants it later: by GET, from a browser, or by POST. */
function callbackRoute(http: FastifyInstance, { events }: ApiOptions): void {
  http.route({
    method: ['GET', 'POST'],
    url: `${CALLBACKS}:key`,
    handler: async (request, reply) => {
      const { key } = request.params as { readonly key: string }
      const rate = request.headers['webhook-allowed-rate']
      if (await events.consents.grant(key, rate?.toString())) return json(reply, 200, { status: 'Granted' })
      throw new Refusal('NOT_FOUND', 'nobody asked for consent by this address')
    },
  })
}

function resourceRoutes(http: FastifyInstance, plural: string, kind: Kind, options: ApiOptions): void {
  const { resources, events, ingress } = options
  const view = (resource: Resource): object => resourceView(resource, events, ingress())
  const all = `${GROUP}/namespaces/:namespace/${plural}`
  for (const url of [`${GROUP}/${plural}`, all]) {
    http.get(url, async (request, reply) => {
      const items = resources.list(kind, (request.params as Params).namespace).map(view)
      return json(reply, 200, { apiVersion: 'eventing.knative.dev/v1', kind: `${kind}List`, items })
    })
  }
  http.post(all, async (request, reply) => {
    const document = documentOf(request, kind)
    const { namespace = '', name = '' } = placeOf(document)
    if (resources.get(kind, namespace, name) !== undefined)
      throw new Refusal('CONFLICT', `${kind} ${namespace}/${name} is there`)
    return json(reply, 201, view(await applied(resources, document)))
  })
  http.get(`${all}/:name`, async (request, reply) => json(reply, 200, view(existing(request, kind, resources))))
  http.put(`${all}/:name`, async (request, reply) =>
    json(reply, 200, view(await applied(resources, documentOf(request, kind)))),
  )
  http.delete(`${all}/:name`, async (request, reply) => {
    const { namespace, name, origin } = existing(request, kind, resources)
    if (origin === 'directory')
      throw new Refusal('CONFLICT', `${kind} ${namespace}/${name} is in a file: remove it there`)
    await resources.remove(kind, namespace, name)
    return json(reply, 200, { status: 'Success' })
  })
}

async function applied(resources: Resources, document: unknown): Promise<Resource> {
  const resource = await resources.apply(document, 'api')
  if (resource === undefined) throw new Refusal('INVALID_RESOURCE', 'the document is neither a Broker nor a Trigger')
  return resource
}

export function existing(request: FastifyRequest, kind: Kind, resources: Resources): Resource {
  const { namespace = '', name = '' } = request.params as Params
  const resource = resources.get(kind, namespace, name)
  if (resource === undefined) throw new Refusal('NOT_FOUND', `there is no ${kind} ${namespace}/${name}`)
  return resource
}

/** The one document of a body, of the kind and the place that the path says. */
function documentOf(request: FastifyRequest, kind: Kind): unknown {
  const text = Buffer.isBuffer(request.body) ? request.body.toString() : ''
  const [document, ...others] = readDocuments(text)
  if (document === undefined || others.length > 0) throw new Refusal('INVALID_RESOURCE', 'send one document')
  const value = document.value as { kind?: unknown; metadata?: Record<string, unknown> } | string
  if (typeof value !== 'object' || value.kind !== kind)
    throw new Refusal('INVALID_RESOURCE', `this is the place of a ${kind}`)
  const { namespace, name } = request.params as Params
  const placed = { ...value, metadata: { namespace, ...value.metadata } }
  const own = placeOf(placed)
  if (own.namespace !== namespace || (name !== undefined && own.name !== name)) {
    throw new Refusal('INVALID_RESOURCE', 'metadata.namespace and metadata.name are those of the path')
  }
  return placed
}

function placeOf(document: unknown): Params {
  return (document as { metadata?: Params }).metadata ?? {}
}

export const json = (reply: FastifyReply, status: number, body: unknown): FastifyReply =>
  reply.status(status).type('application/json').send(JSON.stringify(body))
