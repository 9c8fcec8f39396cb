import { Refusal } from '@millrace/kernel'
import type { SendEvent } from '../../contract/events.ts'

/** JSON by its media type (RFC 6839): what is sent as it is written, and not as a text. */
const JSON_TYPE = /^[^;]*[/+]json\s*(;|$)/i

/**
 * An event in CloudEvents' JSON format. JSON data is put in as it was written, so that its numbers stay what they are.
 *
 * @throws Refusal INVALID_EVENT_DATA when the data is said to be JSON and is none
 */
export function eventBody({ attributes, data }: SendEvent): string {
  const head = JSON.stringify({ specversion: '1.0', ...attributes })
  if (data === undefined || data === '') return head
  const type = attributes['datacontenttype'] ?? 'application/json'
  if (JSON_TYPE.test(type)) requireJson(data)
  const written = JSON_TYPE.test(type) ? data : JSON.stringify(data)
  return `${head.slice(0, -1)},"data":${written}}`
}

function requireJson(text: string): void {
  try {
    JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Refusal('INVALID_EVENT_DATA', `data is no JSON (${why}): correct it, or name another content type`)
  }
}
