import { utf8Text } from '../json/utf8.ts'
import { refuseAttribute } from '../event-refusal.ts'

/** Everything outside U+0021-007E, and space, `"` and `%` (HTTP binding, section 3.1.3.2). */
const ENCODED = /[^\u0021-\u007e]|["%]/u
const QUOTED = /^"((?:[^"\\]|\\.)*)"$/s
const VISIBLE = /^[\t\u0020-\u007e]*$/

/** Canonical text as a header value. */
export function encodeHeaderValue(text: string): string {
  if (!ENCODED.test(text)) return text
  let encoded = ''
  for (const character of text) {
    encoded += ENCODED.test(character) ? percent(character) : character
  }
  return encoded
}

const percent = (character: string): string =>
  [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')

/**
 * The text of a header value: first a quoted string is opened, then percent-decoding is done once.
 *
 * @throws EventRefusal INVALID_ATTRIBUTE: raw bytes beyond ASCII, a broken quoted string, a stray `%`, or bytes that
 *   are no UTF-8
 */
export function decodeHeaderValue(name: string, value: string): string {
  if (!VISIBLE.test(value)) {
    refuseAttribute(name, 'has raw bytes beyond ASCII in its header: percent-encode them as UTF-8')
  }
  const text = value.startsWith('"') ? unquoted(name, value) : value
  if (!text.includes('%')) return text
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) refuseAttribute(name, 'has a "%" that no two hexadecimal digits follow')
  const bytes = Buffer.from(
    text.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => codeUnit(digits)),
    'latin1',
  )
  return utf8Text(bytes) ?? refuseAttribute(name, 'is percent-encoded from bytes that are not UTF-8')
}

const codeUnit = (digits: string): string => String.fromCharCode(Number.parseInt(digits, 16))

function unquoted(name: string, value: string): string {
  const found = QUOTED.exec(value)
  if (found === null) return refuseAttribute(name, 'has a double quote in its header that no quoted string ends')
  return (found[1] ?? '').replaceAll(/\\(.)/gs, '$1')
}
