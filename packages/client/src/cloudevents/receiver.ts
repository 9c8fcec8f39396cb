import { type CloudEvent, EventRefusal, decodeHttp, hasBinaryHeaders, headerPairs } from '@millrace/cloudevents'
import { Fault, Refusal, messageOf } from '@millrace/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem, problem } from '../http/problem.ts'
import { unwrapped } from './json-data.ts'

/** What a request to a receiving route carries: events in any of the three modes, or plain JSON. */
export type Received =
  | { readonly kind: 'events'; readonly events: readonly CloudEvent[] }
  | { readonly kind: 'plain'; readonly body: unknown }

export interface EventRoute {
  readonly url: string
  /**
   * Is called with each event in turn; resolves when it is durable. A `Problem` below 500 or a `Refusal` says that the event
   * is wrong, and it is not sent again; 408, 429, `CLOSED` and anything else that it will be.
   */
  readonly onEvent: (event: CloudEvent, request: FastifyRequest) => Promise<unknown>
  /** The same command without an envelope; 415 where there is none. Its result is the answer. */
  readonly onPlain?: (body: unknown, request: FastifyRequest, reply: PlainReply) => Promise<unknown>
}

export interface PlainReply {
  code(status: number): unknown
}

const EVENT_STATUS = {
  INVALID_ATTRIBUTE: 400,
  INVALID_EVENT: 400,
  UNSUPPORTED_FORMAT: 415,
  EVENT_TOO_LARGE: 413,
} as const

/**
 * Routes that take CloudEvents by POST, in binary, structured and batched mode: 200 when all are taken (202 to a broker), 400 or 415 that
 * names the attribute when one is malformed, 422 when one cannot be taken (a broker does not send it again), 429 or 503
 * when it is to be sent again. Other JSON of the server is not touched.
 */
export function receiveEvents(app: FastifyInstance, routes: readonly EventRoute[]): void {
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, parsed) => {
      try {
        parsed(null, received(request, body as Buffer))
      } catch (error) {
        parsed(error as Error)
      }
    })
    for (const route of routes) addRoute(scope, route)
    done()
  })
}

function addRoute(scope: FastifyInstance, { url, onEvent, onPlain }: EventRoute): void {
  scope.post(url, async (request, reply) => {
    const given = (request.body as Received | undefined) ?? received(request, Buffer.alloc(0))
    if (given.kind === 'plain') {
      if (onPlain === undefined) throw problem(415, 'Not an event', `${url} takes CloudEvents: send ce- headers`)
      return onPlain(given.body, request, reply)
    }
    let answer: unknown
    for (const event of given.events) answer = await taken(() => onEvent(event, request))
    // Knative's brokers take a body that is no event for a failure.
    if (request.headers['prefer'] === 'reply') return reply.code(202).send()
    return given.events.length === 1 ? (answer ?? { taken: 1 }) : { taken: given.events.length }
  })
}

/** What a client may do again later, a broker does. */
const PASSING = new Set([408, 429])

/** @throws Problem 422 when the event is wrong for good. */
async function taken(handle: () => Promise<unknown>): Promise<unknown> {
  try {
    return await handle()
  } catch (error) {
    if (error instanceof EventRefusal) throw malformed(error)
    if (error instanceof Problem && error.details.status < 500 && !PASSING.has(error.details.status)) {
      throw new Problem({ ...error.details, status: 422 })
    }
    // Whoever is started next takes it.
    if (error instanceof Refusal && error.code === 'CLOSED') throw new Fault(error.code, error.message)
    if (error instanceof Refusal) throw problem(422, 'Event refused', error.message, { code: error.code })
    throw error
  }
}

/** @throws Problem 400 or 415 */
function received(request: FastifyRequest, body: Buffer): Received {
  const message = { headers: headerPairs(request.raw.rawHeaders), body }
  const type = request.headers['content-type'] ?? ''
  try {
    if (hasBinaryHeaders(message) || /^\s*application\/cloudevents/iu.test(type)) {
      return { kind: 'events', events: decodeHttp(message).events }
    }
  } catch (error) {
    throw error instanceof EventRefusal ? malformed(error) : error
  }
  // Other types could be posted by a page of another origin without asking first.
  if (!/^\s*application\/([\w.-]+\+)?json\b/iu.test(type)) {
    throw problem(415, 'Unsupported media type', 'send JSON, or a CloudEvent', { code: 'UNSUPPORTED_FORMAT' })
  }
  return { kind: 'plain', body: plainJson(body) }
}

function plainJson(body: Buffer): unknown {
  try {
    return unwrapped(JSON.parse(body.toString('utf8')))
  } catch (error) {
    throw problem(400, 'Not JSON', `the body is refused: ${messageOf(error)}`)
  }
}

function malformed({ code, attribute, message }: EventRefusal): Problem {
  const extensions = attribute === undefined ? {} : { attribute }
  return problem(EVENT_STATUS[code], 'Malformed event', message, { code, extensions })
}
