import { type AttributeValue, type CloudEvent, newEvent } from '@millrace/cloudevents'

/** A fact that is about to be told. */
export interface JsonEvent {
  /** The same for the same fact, however often it is sent: `source` and `id` together say which one it is. */
  readonly id: string
  readonly source: string
  readonly type: string
  /** ms since epoch */
  readonly time: number
  readonly subject?: string
  readonly data?: unknown
  /** `correlationkey`, `partitionkey`, `traceparent`, … */
  readonly extensions?: Readonly<Record<string, AttributeValue | undefined>>
}

/** A CloudEvent 1.0 with JSON data. @throws EventRefusal that names the attribute that is wrong */
export function jsonEvent({ id, source, type, time, subject, data, extensions = {} }: JsonEvent): CloudEvent {
  const attributes = {
    specversion: '1.0',
    id,
    source,
    type,
    time: new Date(time).toISOString(),
    subject,
    datacontenttype: data === undefined ? undefined : 'application/json',
    ...extensions,
  }
  return newEvent(attributes, data === undefined ? undefined : Buffer.from(JSON.stringify(data)))
}
