import { decimalOf } from './decimal.ts'

type Reviver = (name: string, value: unknown, context: { readonly source?: string }) => unknown

/** Digits as they stand; the type library does not know these functions yet. */
const raw = JSON as unknown as { rawJSON(text: string): unknown; isRawJSON(value: unknown): boolean }

/** A number that is written with these digits. */
export const numberText = (text: string): unknown => raw.rawJSON(text)
export const isNumberText = (value: unknown): boolean => raw.isRawJSON(value)

/** Texts with a number that a double may change: long or tiny ones, closing zeros, exponents. Times in strings are none. */
const UNUSUAL = /(?:^|"\s*:|[,[])\s*(?:-0|-?(?:\d[\d.]{15}|0\.0{6}|\d+(?:\.\d*0(?!\d)|(?:\.\d+)?[eE])))/

/** Whole numbers that a double cannot hold become bigint, other numbers keep the digits that Java would show. */
const exact: Reviver = (_name, value, { source }) => {
  if (typeof value !== 'number' || source === undefined || String(value) === source) return value
  if (/^-?\d+$/.test(source)) return Number.isSafeInteger(value) ? value + 0 : BigInt(source)
  return numberText(bigDecimalText(source))
}

/** As Java's BigDecimal prints it: with an exponent when it was written with a positive one. */
function bigDecimalText(source: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source) ?? []
  const scale = fraction.length - Number(exponent)
  const digits = (whole + fraction).replace(/^0+(?=\d)/, '')
  const adjusted = digits.length - 1 - scale
  if (scale >= 0 && adjusted >= -6) return sign + decimalOf(`${digits}e${-scale}`).toFixed(scale)
  const point = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`
  return `${sign}${point}E${adjusted < 0 ? '' : '+'}${adjusted}`
}

/** How deep objects and arrays may nest, as for Flink's parser. */
const MAX_NESTING = 1000

/** Whether brackets outside of strings nest deeper than that. */
function nestsTooDeep(text: string): boolean {
  if (text.length <= MAX_NESTING) return false
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === QUOTE) at = endOfString(text, at)
    else if (char === OPEN_BRACKET || char === OPEN_BRACE) {
      if (++depth > MAX_NESTING) return true
    } else if (char === CLOSE_BRACKET || char === CLOSE_BRACE) depth--
  }
  return false
}

const [QUOTE, BACKSLASH, OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [34, 92, 91, 93, 123, 125]

function endOfString(text: string, from: number): number {
  let at = text.indexOf('"', from + 1)
  while (at > 0) {
    let escapes = 0
    while (text.charCodeAt(at - 1 - escapes) === BACKSLASH) escapes++
    if (escapes % 2 === 0) return at
    at = text.indexOf('"', at + 1)
  }
  return text.length
}

/** JSON without loss of digits. @throws SyntaxError, also when it nests too deep */
export function parseJson(text: string): unknown {
  if (nestsTooDeep(text)) throw new SyntaxError(`JSON that nests deeper than ${MAX_NESTING} levels`)
  if (!UNUSUAL.test(text)) return JSON.parse(text)
  return (JSON.parse as (text: string, reviver: Reviver) => unknown)(text, exact)
}

/** The other way round. */
export function stringifyJson(value: unknown): string {
  return JSON.stringify(value, (_name, one: unknown) => (typeof one === 'bigint' ? numberText(String(one)) : one))
}

/** With the names of objects in order, as Flink's JSON_QUERY gives them. */
export function sortedJson(value: unknown): string {
  return stringifyJson(sorted(value))
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || isNumberText(value)) return value
  if (Array.isArray(value)) return value.map(sorted)
  const names = Object.keys(value).toSorted()
  return Object.fromEntries(names.map((name) => [name, sorted((value as Record<string, unknown>)[name])]))
}
