import { type CloudEvent, EventRefusal, decodeHttp, headerPairs } from '@millrace/cloudevents'
import { problem } from '@millrace/client/http'
import { Refusal } from '@millrace/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Bodies come as bytes, of whatever type: an event's data is not touched. */
export function takeBytes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

const bytesOf = ({ body }: FastifyRequest): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0))

/** The one event of a request. @throws Problem 400 or 415 that names the attribute */
export function eventOf(request: FastifyRequest): CloudEvent {
  try {
    const { events } = decodeHttp({ headers: headerPairs(request.raw.rawHeaders), body: bytesOf(request) })
    const [event, ...others] = events
    if (event === undefined || others.length > 0) throw new EventRefusal('INVALID_EVENT', 'send one event a request')
    return event
  } catch (error) {
    if (!(error instanceof EventRefusal)) throw error
    const { code, attribute, message } = error
    const status = code === 'UNSUPPORTED_FORMAT' ? 415 : 400
    throw problem(status, 'Invalid event', message, { code, extensions: attribute === undefined ? {} : { attribute } })
  }
}

/** The JSON of a request. @throws Refusal NOT_JSON */
export function jsonOf(request: FastifyRequest): unknown {
  try {
    return JSON.parse(bytesOf(request).toString())
  } catch {
    throw new Refusal('NOT_JSON', 'the body is JSON')
  }
}
