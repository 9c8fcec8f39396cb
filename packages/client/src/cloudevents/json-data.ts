import { type CloudEvent, refuseEvent } from '@millrace/cloudevents'

/**
 * An event's data as a JSON value; undefined when there is none. Some clients encode twice, so that the data is a JSON
 * text whose value is a JSON text: that is opened too.
 *
 * @throws EventRefusal INVALID_EVENT when it is no JSON
 */
export function jsonData({ data }: Pick<CloudEvent, 'data'>): unknown {
  return data === undefined || data.length === 0 ? undefined : unwrapped(parsed(data.toString('utf8')))
}

/** The value, or the one that its text holds. */
export function unwrapped(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/u.test(value)) return value
  return parsed(value)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return refuseEvent('its data is not JSON')
  }
}
