import { newEvent } from '../attributes/check.ts'
import { charsetOf, isJsonType, parseMediaType } from '../attributes/media-type.ts'
import { type AttributeValue, type CloudEvent, textOf } from '../event.ts'
import { refuseAttribute, refuseEvent } from '../event-refusal.ts'
import { isJson, rawMembers } from '../json/members.ts'
import { utf8Text } from '../json/utf8.ts'

/**
 * The JSON event format (CloudEvents 1.0, json-format). JSON data is carried as raw text both ways, so a number never
 * passes through a double. 0.3 differs: `datacontentencoding: base64` instead of `data_base64`.
 */
export const JSON_FORMAT = 'application/cloudevents+json'

const INTEGER = /^-?(0|[1-9]\d*)$/
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** @throws EventRefusal */
export function decodeJson(text: string): CloudEvent {
  const members = rawMembers(text)
  const attributes = new Map<string, AttributeValue>()
  for (const [name, raw] of members) {
    if (name === 'data' || name === 'data_base64' || raw === 'null') continue
    attributes.set(name, attributeOf(name, raw))
  }
  const data = dataOf(members, attributes)
  return newEvent(attributes, data)
}

function attributeOf(name: string, raw: string): AttributeValue {
  if (raw.startsWith('"')) return JSON.parse(raw) as string
  if (raw === 'true' || raw === 'false') return raw === 'true'
  if (INTEGER.test(raw) && raw !== '-0') return Number(raw)
  return refuseAttribute(name, `is a string, a boolean or an integer, not ${raw.slice(0, 40)}`)
}

function dataOf(members: ReadonlyMap<string, string>, attributes: Map<string, AttributeValue>): Buffer | undefined {
  const raw = members.get('data')
  const encoded = members.get('data_base64')
  if (encoded !== undefined && encoded !== 'null') {
    if (raw !== undefined) refuseEvent('the envelope has both "data" and "data_base64": send one of them')
    return base64Of('data_base64', encoded)
  }
  if (raw === undefined) return undefined
  if (attributes.get('specversion') === '0.3' && attributes.get('datacontentencoding') === 'base64') {
    attributes.delete('datacontentencoding')
    return base64Of('data', raw)
  }
  const type = attributes.get('datacontenttype')
  // Without a type, "data" counts as JSON, and what goes on says so (json-format, section 3.1.1).
  if (type === undefined) attributes.set('datacontenttype', 'application/json')
  if (type === undefined || isJsonType(String(type))) return Buffer.from(raw)
  if (!raw.startsWith('"')) refuseEvent(`"data" of type ${String(type).slice(0, 80)} is a string, or use "data_base64"`)
  return Buffer.from(JSON.parse(raw) as string)
}

function base64Of(member: string, raw: string): Buffer {
  const text = raw.startsWith('"') ? (JSON.parse(raw) as string) : refuseEvent(`"${member}" is a string of base64`)
  if (!BASE64.test(text)) refuseEvent(`"${member}" is not base64 (RFC 4648, section 4)`)
  return Buffer.from(text, 'base64')
}

/** The canonical text: attributes as they came, data last. */
export function encodeJson(event: CloudEvent): string {
  const members: string[] = []
  for (const [name, value] of event.attributes) members.push(`${JSON.stringify(name)}:${JSON.stringify(value)}`)
  members.push(...dataMembers(event))
  return `{${members.join(',')}}`
}

function dataMembers(event: CloudEvent): string[] {
  const { data } = event
  if (data === undefined) return []
  const inline = inlineData(event, data)
  if (inline !== undefined) return [`"data":${inline}`]
  const encoded = JSON.stringify(data.toString('base64'))
  return textOf(event, 'specversion') === '0.3'
    ? ['"datacontentencoding":"base64"', `"data":${encoded}`]
    : [`"data_base64":${encoded}`]
}

/** Data as a JSON value, where that keeps its bytes: a JSON document as it stands, UTF-8 text of a text type. */
function inlineData(event: CloudEvent, data: Buffer): string | undefined {
  const type = textOf(event, 'datacontenttype')
  if (type === undefined) return undefined
  const charset = charsetOf(type)
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'us-ascii') return undefined
  const text = utf8Text(data)
  if (text === undefined) return undefined
  if (isJsonType(type)) return isJson(text) ? text : undefined
  return isTextType(type) ? JSON.stringify(text) : undefined
}

function isTextType(type: string): boolean {
  const parsed = parseMediaType(type)
  return parsed !== undefined && (parsed.type === 'text' || parsed.subtype === 'xml' || parsed.subtype.endsWith('+xml'))
}
