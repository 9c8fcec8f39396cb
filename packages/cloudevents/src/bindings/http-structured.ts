import type { CloudEvent } from '../event.ts'
import { requireUtf8 } from '../json/utf8.ts'
import type { HttpMessage } from './http-message.ts'
import { JSON_FORMAT, decodeJson, encodeJson } from './json-format.ts'

/**
 * Structured mode (HTTP binding, section 3.2): the whole event in the body. Headers that repeat attributes are not
 * looked at.
 *
 * @throws EventRefusal
 */
export function decodeHttpStructured(message: HttpMessage): CloudEvent {
  return decodeJson(requireUtf8(message.body, 'the envelope'))
}

export function encodeHttpStructured(event: CloudEvent): HttpMessage {
  return {
    headers: [['content-type', `${JSON_FORMAT}; charset=utf-8`]],
    body: Buffer.from(encodeJson(event)),
  }
}
