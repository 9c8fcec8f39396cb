import { type CloudEvent, textOf, withAttributes } from '@millrace/cloudevents'

/** The extension that ends loops of replies (Knative): one less at each pass through a broker. */
export const TTL = 'knativebrokerttl'
const FIRST_TTL = 255

/** The event with its time to live counted down, or set when it has none; undefined when it has come to its end. */
export function countedDown(event: CloudEvent): CloudEvent | undefined {
  const text = textOf(event, TTL) ?? ''
  const ttl = /^-?\d{1,10}$/.test(text) ? Number(text) - 1 : FIRST_TTL
  return ttl <= 0 ? undefined : withAttributes(event, { [TTL]: Math.min(ttl, FIRST_TTL) })
}
