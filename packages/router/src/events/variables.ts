import { type CloudEvent, textOf } from '@millrace/cloudevents'
import type { Variables } from '@millrace/client/zeebe'

const JSON_TYPE = /^[^/;]+\/(?:json|[^;]+\+json)\s*(?:;|$)/iu
const TEXT_TYPE = /^text\//iu

/**
 * The data of an event as variables: a JSON object as it is. A JSON string that holds an object is opened: the services
 * of the original encode twice. Anything else is the variable `data` (bytes: `data_base64`); no data is no variables.
 */
export function variablesOf(event: CloudEvent): Variables {
  const { data } = event
  if (data === undefined || data.length === 0) return {}
  const type = textOf(event, 'datacontenttype')
  if (type === undefined || JSON_TYPE.test(type)) {
    const value = parsed(data.toString())
    if (value !== undefined) return opened(value.json)
  }
  const isText = type !== undefined && (TEXT_TYPE.test(type) || JSON_TYPE.test(type))
  return isText ? { data: data.toString() } : { data_base64: data.toString('base64') }
}

function opened(json: unknown): Variables {
  if (isObject(json)) return json
  const inner = typeof json === 'string' ? parsed(json)?.json : undefined
  return isObject(inner) ? inner : { data: json }
}

function parsed(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) }
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is Variables =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
