import { sqlError } from '../position.ts'
import { type Cast, castOf } from '../types/cast.ts'
import { BOOLEAN, STRING, type SqlType, isBinary, isNumeric, isString } from '../types/type.ts'
import type { Evaluate, ScalarFunction } from './function.ts'
import { type JsonPath, follow, parseJsonPath } from './json-path.ts'
import { isNumberText, numberText, parseJson, sortedJson, stringifyJson } from '../types/parse-json.ts'
import { doubleText, shortFloat, textOf } from '../types/text.ts'

/** What is kept of the last document: several calls of one statement look into the same one. */
interface Parsed {
  readonly text: string
  readonly document: unknown
}

const BROKEN = Symbol('broken')
let last: Parsed = { text: 'null', document: null }

function parsed(text: string): unknown {
  if (last.text !== text) last = { text, document: parseOr(text) }
  return last.document
}

function parseOr(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return BROKEN
  }
}

const isStructure = (value: unknown): boolean => typeof value === 'object' && value !== null && !isNumberText(value)

/** A path is nearly always the same: it is compiled when it changes. */
function pathReader(): (text: string) => JsonPath | undefined {
  let held: { text: string; path: JsonPath | undefined } | undefined
  return (text) => {
    if (held?.text !== text) held = { text, path: parseJsonPath(text) }
    return held.path
  }
}

const scalarText = (value: unknown): string => (typeof value === 'string' ? value : stringifyJson(value))

export const isJsonText = (text: string): boolean => parseOr(text) !== BROKEN

function jsonValue(returning: SqlType): Evaluate {
  const path = pathReader()
  const cast: Cast | undefined = isString(returning) ? undefined : castOf(STRING, returning)
  return (
    text: string | null,
    at: string | null,
    onEmpty: string,
    onError: string,
    _wrap: string,
    empty: unknown,
    error: unknown,
  ) => {
    if (text === null || at === null) return null
    const document = parsed(text)
    if (document === BROKEN) return fallback(onError, error, 'JSON_VALUE', 'the text is no JSON')
    const steps = path(at)
    if (steps === undefined) return fallback(onError, error, 'JSON_VALUE', `'${at}' is no path`)
    const found = follow(document, steps)
    if (found.length === 0 || found[0] === null)
      return fallback(onEmpty, empty, 'JSON_VALUE', 'the path leads to nothing')
    if (found.length > 1 || isStructure(found[0]))
      return fallback(onError, error, 'JSON_VALUE', 'the path leads to no single value')
    try {
      return cast === undefined ? scalarText(found[0]) : cast(scalarText(found[0]))
    } catch {
      return fallback(onError, error, 'JSON_VALUE', 'the value has another type')
    }
  }
}

function fallback(behaviour: string, value: unknown, name: string, what: string): unknown {
  if (behaviour === 'ERROR') throw sqlError('SQL_RUNTIME', `${name}: ${what}`)
  if (behaviour === 'DEFAULT') return value
  return behaviour === 'EMPTY ARRAY' ? '[]' : behaviour === 'EMPTY OBJECT' ? '{}' : null
}

function jsonQuery(): Evaluate {
  const path = pathReader()
  return (text: string | null, at: string | null, onEmpty: string, onError: string, wrap: string) => {
    if (text === null || at === null) return null
    const document = parsed(text)
    if (document === BROKEN) return fallback(onError, null, 'JSON_QUERY', 'the text is no JSON')
    const steps = path(at)
    if (steps === undefined) return fallback(onError, null, 'JSON_QUERY', `'${at}' is no path`)
    const found = follow(document, steps)
    if (found.length === 0) return fallback(onEmpty, null, 'JSON_QUERY', 'the path leads to nothing')
    const single = found.length === 1 && isStructure(found[0])
    if (wrap === 'WITH' || (wrap === 'CONDITIONAL' && !single)) return sortedJson(found)
    return single ? sortedJson(found[0]) : fallback(onError, null, 'JSON_QUERY', 'the value is no object or array')
  }
}

function isKind(document: unknown, kind: string): boolean {
  if (document === BROKEN || kind === 'VALUE') return document !== BROKEN
  const structured = isStructure(document)
  if (kind === 'SCALAR') return !structured
  return structured && Array.isArray(document) === (kind === 'ARRAY')
}

function jsonExists(): Evaluate {
  const path = pathReader()
  return (text: string | null, at: string | null, _onEmpty: string, onError: string) => {
    if (text === null || at === null) return null
    const document = parsed(text)
    if (document === BROKEN)
      return onError === 'TRUE'
        ? true
        : onError === 'UNKNOWN'
          ? null
          : (fallback(onError, null, 'JSON_EXISTS', 'the text is no JSON') ?? false)
    const steps = path(at)
    const found = steps !== undefined && follow(document, steps).some((value) => value !== null)
    return found || steps?.strict === false ? found : onError === 'TRUE' ? true : onError === 'UNKNOWN' ? null : false
  }
}

const RETURNED = new Set(['VARCHAR', 'CHAR', 'BOOLEAN', 'INT', 'DOUBLE', 'ARRAY'])

const texts =
  (result: SqlType): ScalarFunction['type'] =>
  (args, returning) => {
    if (returning !== undefined && !RETURNED.has(returning.name)) {
      throw sqlError('SQL_VALIDATION', `RETURNING ${returning.name}: there are STRING, BOOLEAN, INT and DOUBLE`)
    }
    return args.slice(0, 2).every((arg) => isString(arg) || arg.name === 'NULL')
      ? { ...(returning ?? result), nullable: true }
      : undefined
  }

/** Types that JSON_STRING, JSON_OBJECT and JSON_ARRAY take. */
export function jsonTypes(type: SqlType): boolean {
  if (type.name === 'ARRAY') return jsonTypes(type.element as SqlType)
  if (type.name === 'MAP') return isString(type.key as SqlType) && jsonTypes(type.element as SqlType)
  if (type.name === 'ROW') return (type.fields ?? []).every((field) => jsonTypes(field.type))
  return type.name === 'BOOLEAN' || type.name === 'NULL' || isNumeric(type) || isString(type) || isBinary(type)
}

/** As Java writes it, with a point. */
function realOf(value: number, { name }: SqlType): unknown {
  const text = doubleText(name === 'FLOAT' ? shortFloat(value) : value)
  return Number.isFinite(value) ? numberText(text) : text
}

/** A value as JSON.stringify can write it. */
export function jsonOf(value: unknown, type: SqlType, text = textOf): unknown {
  if (value === null || ['BOOLEAN', 'TINYINT', 'SMALLINT', 'INT'].includes(type.name) || isString(type)) return value
  if (type.name === 'BIGINT') return numberText(String(value))
  if (type.name === 'DECIMAL') return numberText(text(value, type))
  if (type.name === 'DOUBLE' || type.name === 'FLOAT') return realOf(value as number, type)
  if (type.name === 'ARRAY') return (value as unknown[]).map((one) => jsonOf(one, type.element as SqlType, text))
  if (type.name === 'ROW')
    return Object.fromEntries(
      (type.fields ?? []).map((field, at) => [field.name, jsonOf((value as unknown[])[at], field.type, text)]),
    )
  if (type.name === 'MAP')
    return Object.fromEntries(
      Array.from(value as Map<unknown, unknown>, ([key, one]) => [
        String(key),
        jsonOf(one, type.element as SqlType, text),
      ]),
    )
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : text(value, type)
}

export const json: readonly ScalarFunction[] = [
  {
    name: 'JSON_VALUE',
    doc: 'JSON_VALUE(s, path [RETURNING type] [… ON EMPTY] [… ON ERROR]): one scalar',
    arity: [7, 7],
    nulls: 'own',
    type: texts(STRING),
    make: (_args, result) => jsonValue(result),
  },
  {
    name: 'JSON_QUERY',
    doc: 'JSON_QUERY(s, path [wrapper]): an object or array, as text',
    arity: [7, 7],
    nulls: 'own',
    type: texts(STRING),
    make: jsonQuery,
  },
  {
    name: 'JSON_EXISTS',
    doc: 'JSON_EXISTS(s, path): whether it leads to anything',
    arity: [7, 7],
    nulls: 'own',
    type: texts(BOOLEAN),
    make: jsonExists,
  },
  {
    name: 'IS JSON',
    doc: 's IS [NOT] JSON [VALUE | OBJECT | ARRAY | SCALAR]',
    arity: [2, 2],
    nulls: 'own',
    type: () => ({ ...BOOLEAN, nullable: false }),
    make: () => (s: string | null, kind: string) => s !== null && isKind(parsed(s), kind),
  },
]
