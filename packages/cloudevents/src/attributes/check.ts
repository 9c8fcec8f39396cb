import type { AttributeValue, CloudEvent } from '../event.ts'
import { refuseAttribute, refuseEvent } from '../event-refusal.ts'
import { parseMediaType } from './media-type.ts'
import { faultOfText } from './text.ts'
import { isTimestamp } from './timestamp.ts'
import { isAbsoluteUri, isUriReference } from './uri.ts'

const REQUIRED = ['specversion', 'id', 'source', 'type'] as const
const NAME = /^[a-z0-9]+$/
/** Names are at most 20 long by recommendation; this only keeps headers from becoming documents. */
const NAME_CHARACTERS = 256
const VALUE_CHARACTERS = 65_536
export const MOST_ATTRIBUTES = 128

/** What each attribute of the specification must be; an extension is any text, boolean or integer. */
const RULES: Readonly<Record<string, (text: string) => string | undefined>> = {
  source: (text) =>
    isUriReference(text) ? undefined : 'is a URI-reference (RFC 3986), such as "/orders" or "urn:shop"',
  time: (text) => (isTimestamp(text) ? undefined : 'is a timestamp of RFC 3339, such as "2026-01-31T09:00:00Z"'),
  dataschema: (text) => (isAbsoluteUri(text) ? undefined : 'is an absolute URI, such as "https://shop/order.json"'),
  schemaurl: (text) => (isUriReference(text) ? undefined : 'is a URI-reference'),
  datacontenttype: (text) =>
    parseMediaType(text) === undefined ? 'is a media type, such as "application/json"' : undefined,
  subject: () => undefined,
  partitionkey: () => undefined,
}
const TEXT_ONLY = new Set<string>([...REQUIRED, ...Object.keys(RULES)])

/** @throws EventRefusal INVALID_ATTRIBUTE */
export function checkName(name: string): void {
  if (name === 'data') refuseAttribute(name, 'is no attribute: data travels in the body')
  if (!NAME.test(name)) refuseAttribute(name.slice(0, 60), 'has a name of other characters than a-z and 0-9')
  if (name.length > NAME_CHARACTERS) {
    refuseAttribute(name.slice(0, 60), `has a name longer than ${NAME_CHARACTERS} characters`)
  }
}

/** @throws EventRefusal INVALID_ATTRIBUTE */
export function checkValue(name: string, value: AttributeValue): void {
  if (typeof value === 'number' && !isInt32(value)) {
    refuseAttribute(name, `is an integer from -2147483648 to 2147483647, not ${value}`)
  }
  if (typeof value !== 'string') {
    if (TEXT_ONLY.has(name)) refuseAttribute(name, `is a string, not ${JSON.stringify(value)}`)
    return
  }
  if (value.length > VALUE_CHARACTERS) refuseAttribute(name, `is longer than ${VALUE_CHARACTERS} characters`)
  const fault = faultOfText(value)
  if (fault !== undefined) refuseAttribute(name, fault)
  if (value === '' && TEXT_ONLY.has(name)) refuseAttribute(name, 'is empty: give it a value or leave it out')
  const rule = RULES[name]?.(value)
  if (rule !== undefined) refuseAttribute(name, `${rule}, not ${JSON.stringify(value.slice(0, 80))}`)
}

/**
 * An event of these attributes, each of them checked.
 *
 * @throws EventRefusal that names the first attribute that is missing or wrong
 */
export function newEvent(
  attributes: ReadonlyMap<string, AttributeValue> | Readonly<Record<string, AttributeValue | undefined>>,
  data?: Buffer,
): CloudEvent {
  const entries = attributes instanceof Map ? [...attributes] : Object.entries(attributes)
  const checked = new Map<string, AttributeValue>()
  for (const [name, value] of entries as [string, AttributeValue | undefined][]) {
    if (value === undefined) continue
    checkName(name)
    checkValue(name, value)
    checked.set(name, value)
  }
  if (checked.size > MOST_ATTRIBUTES) refuseEvent(`an event has at most ${MOST_ATTRIBUTES} attributes`)
  for (const name of REQUIRED) if (!checked.has(name)) refuseAttribute(name, 'is missing')
  const version = checked.get('specversion')
  if (version !== '1.0' && version !== '0.3') {
    refuseAttribute('specversion', `is "1.0" (or "0.3"), not ${JSON.stringify(version)}`)
  }
  return { attributes: checked, data }
}

const isInt32 = (value: number): boolean => Number.isInteger(value) && value === (value | 0)
