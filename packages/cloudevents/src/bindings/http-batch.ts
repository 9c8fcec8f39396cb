import type { CloudEvent } from '../event.ts'
import { EventRefusal, refuseEvent } from '../event-refusal.ts'
import { rawElements } from '../json/members.ts'
import { requireUtf8 } from '../json/utf8.ts'
import type { HttpMessage } from './http-message.ts'
import { decodeJson, encodeJson } from './json-format.ts'

export const BATCH_FORMAT = 'application/cloudevents-batch+json'
const MOST_EVENTS = 10_000

/**
 * Batched mode (HTTP binding, section 3.3). All of it or nothing: one bad event refuses the batch, and is named by its
 * place. An empty batch is none.
 *
 * @throws EventRefusal
 */
export function decodeHttpBatch(message: HttpMessage): CloudEvent[] {
  const elements = rawElements(requireUtf8(message.body, 'the batch'))
  if (elements.length > MOST_EVENTS) refuseEvent(`a batch has at most ${MOST_EVENTS} events, not ${elements.length}`)
  return elements.map((element, index) => {
    try {
      return decodeJson(element)
    } catch (error) {
      if (!(error instanceof EventRefusal)) throw error
      throw new EventRefusal(error.code, `event ${index} of the batch: ${error.message}`, error.attribute)
    }
  })
}

export function encodeHttpBatch(events: readonly CloudEvent[]): HttpMessage {
  return {
    headers: [['content-type', `${BATCH_FORMAT}; charset=utf-8`]],
    body: Buffer.from(`[${events.map(encodeJson).join(',')}]`),
  }
}
