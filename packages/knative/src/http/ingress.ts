import { EventRefusal, decodeHttp, faultOfSignature, headerOf, headerPairs } from '@millrace/cloudevents'
import type { Events } from '@millrace/events'
import { type DomainClock, Refusal } from '@millrace/kernel'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Resources } from '../resources/resources.ts'
import { sameToken, tokenOf } from './bearer.ts'
import { passedHeaders } from './passed-headers.ts'
import { problem } from './problem.ts'

export interface IngressOptions {
  readonly events: Events
  readonly resources: Resources
  readonly clock: DomainClock
  readonly secret: (name: string) => string | undefined
}

/** What the ingress has done since it was started. */
export interface IngressCounts {
  /** Requests whose events are durable. */
  accepted: number
  events: number
  refused: number
}

const ALLOW = 'POST, OPTIONS'

/**
 * `POST /{namespace}/{broker}`, and `/` for `default/default`: 202 when every event of the request is durable in the
 * log. A request is checked before its broker is looked for.
 */
export function ingressRoutes(http: FastifyInstance, options: IngressOptions): IngressCounts {
  const counts: IngressCounts = { accepted: 0, events: 0, refused: 0 }
  for (const url of ['/', '/:namespace/:broker', '/:namespace/:broker/']) {
    http.post(url, async (request, reply) => {
      const { namespace = 'default', broker = 'default' } = request.params as { namespace?: string; broker?: string }
      // Nobody between may keep an answer to an address that has a token in it.
      if (tokenOf(undefined, request.query) !== undefined) void reply.header('cache-control', 'private')
      const count = await publish(request, { namespace, name: broker }, options)
      counts.accepted += 1
      counts.events += count
      return reply.status(202).send()
    })
    http.options(url, async (_request, reply) => handshake(reply))
    http.route({
      url,
      method: ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'],
      handler: async (_, reply) => notAllowed(reply),
    })
  }
  return counts
}

/** Anybody may send here, at any rate: an event without a place in the log is answered 503. */
function handshake(reply: FastifyReply): FastifyReply {
  return reply.headers({ allow: ALLOW, 'webhook-allowed-origin': '*', 'webhook-allowed-rate': '*' }).status(200).send()
}

const notAllowed = (reply: FastifyReply): FastifyReply =>
  problem(reply.header('allow', ALLOW), 405, 'METHOD_NOT_ALLOWED', 'events are sent with POST')

async function publish(
  request: FastifyRequest,
  broker: { readonly namespace: string; readonly name: string },
  { events, resources, clock, secret }: IngressOptions,
): Promise<number> {
  const message = { headers: headerPairs(request.raw.rawHeaders), body: bodyOf(request) }
  const { events: found } = decodeHttp(message)
  if (!events.hasBroker(broker)) {
    throw new Refusal('UNKNOWN_BROKER', `there is no broker ${broker.namespace}/${broker.name}: make it first`)
  }
  const { tokenSecret, verifySecret } = resources.get('Broker', broker.namespace, broker.name)?.broker ?? {}
  if (tokenSecret !== undefined) requireToken(request, secret(tokenSecret))
  if (verifySecret !== undefined) {
    const header = (name: string): string | undefined => headerOf(message, name)
    const known = secret(verifySecret)
    const fault =
      known === undefined
        ? 'its secret is not known here'
        : faultOfSignature(known, { header, body: message.body }, clock.now())
    if (fault !== undefined) throw new Refusal('UNSIGNED', `this broker takes signed events only: ${fault}`)
  }
  await events.publish(broker, found, passedHeaders(message.headers))
  return found.length
}

/** Without a challenge: schemes are not negotiated. @throws Refusal UNAUTHENTICATED */
function requireToken({ headers, query }: FastifyRequest, known: string | undefined): void {
  const token = tokenOf(headers.authorization, query)
  if (token !== undefined && known !== undefined && sameToken(token.text, known)) return
  const why =
    known === undefined ? 'its token is not known here' : token === undefined ? 'there is none' : 'it is wrong'
  throw new Refusal('UNAUTHENTICATED', `this broker takes events with its bearer token only: ${why}`)
}

function bodyOf({ body, headers }: FastifyRequest): Buffer {
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity') {
    throw new EventRefusal('UNSUPPORTED_FORMAT', 'the body is compressed, and such are not read here: send it plain')
  }
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0)
}
