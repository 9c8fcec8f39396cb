import { charsetOf, parseMediaType } from '../attributes/media-type.ts'
import type { CloudEvent } from '../event.ts'
import { EventRefusal } from '../event-refusal.ts'
import { decodeHttpBatch } from './http-batch.ts'
import { decodeHttpBinary, hasBinaryHeaders } from './http-binary.ts'
import { type HttpMessage, headerOf } from './http-message.ts'
import { decodeHttpStructured } from './http-structured.ts'

export type HttpMode = 'binary' | 'structured' | 'batch'

/** What a message holds: one event, or a batch of any number. */
export interface HttpEvents {
  readonly mode: HttpMode
  readonly events: readonly CloudEvent[]
}

/**
 * Reads events by the HTTP binding, section 3: the media type decides the mode. A format that is not JSON is an opaque
 * body of a binary event when the `ce-` headers are there.
 *
 * @throws EventRefusal; UNSUPPORTED_FORMAT for a format or a charset that is not read here
 */
export function decodeHttp(message: HttpMessage): HttpEvents {
  const mode = modeOf(message)
  switch (mode) {
    case 'binary':
      return { mode, events: [decodeHttpBinary(message)] }
    case 'structured':
      return { mode, events: [decodeHttpStructured(message)] }
    case 'batch':
      return { mode, events: decodeHttpBatch(message) }
  }
}

/** @throws EventRefusal UNSUPPORTED_FORMAT */
export function modeOf(message: Pick<HttpMessage, 'headers'>): HttpMode {
  const type = headerOf(message, 'content-type') ?? ''
  const lower = type.trimStart().toLowerCase()
  if (!lower.startsWith('application/cloudevents')) return 'binary'
  const parsed = parseMediaType(type)
  const format = parsed?.subtype.split('+')[1]
  if (format !== 'json') {
    if (hasBinaryHeaders(message)) return 'binary'
    throw new EventRefusal('UNSUPPORTED_FORMAT', `${type.slice(0, 80)} is not read here: send the JSON format`)
  }
  const charset = charsetOf(type)
  if (charset !== undefined && charset !== 'utf-8') {
    throw new EventRefusal('UNSUPPORTED_FORMAT', `the JSON format is UTF-8, not ${charset.slice(0, 40)}`)
  }
  return lower.startsWith('application/cloudevents-batch') ? 'batch' : 'structured'
}
