import { checkName, newEvent } from '../attributes/check.ts'
import type { AttributeValue, CloudEvent } from '../event.ts'
import { refuseAttribute } from '../event-refusal.ts'
import { decodeHeaderValue, encodeHeaderValue } from './header-value.ts'
import { type HttpMessage, headerOf } from './http-message.ts'

const PREFIX = 'ce-'

/** Whether any header is an attribute of an event. */
export function hasBinaryHeaders(message: Pick<HttpMessage, 'headers'>): boolean {
  return headerOf(message, 'ce-specversion') !== undefined
}

/**
 * Binary mode (HTTP binding, section 3.1): attributes in `ce-` headers, data in the body as it is. An empty body is no
 * data. `Content-Type` is `datacontenttype`, and a `ce-datacontenttype` beside it is not read.
 *
 * @throws EventRefusal INVALID_ATTRIBUTE
 */
export function decodeHttpBinary(message: HttpMessage): CloudEvent {
  const attributes = new Map<string, AttributeValue>()
  for (const [header, value] of message.headers) {
    const lower = header.toLowerCase()
    if (!lower.startsWith(PREFIX)) continue
    const name = lower.slice(PREFIX.length)
    if (name === 'datacontenttype') continue
    checkName(name)
    if (attributes.has(name)) refuseAttribute(name, 'has its header twice')
    attributes.set(name, decodeHeaderValue(name, value))
  }
  const type = headerOf(message, 'content-type')
  if (type !== undefined && type !== '') attributes.set('datacontenttype', type)
  return newEvent(attributes, message.body.length === 0 ? undefined : message.body)
}

/** The canonical message: each attribute its header, in lower case. */
export function encodeHttpBinary(event: CloudEvent): HttpMessage {
  const headers: [string, string][] = []
  for (const [name, value] of event.attributes) {
    if (name === 'datacontenttype') headers.push(['content-type', String(value)])
    else headers.push([`${PREFIX}${name}`, encodeHeaderValue(String(value))])
  }
  return { headers, body: event.data ?? Buffer.alloc(0) }
}
