import { sqlError } from '../position.ts'
import { type Cast, castOf } from '../types/cast.ts'
import { BOOLEAN, STRING, type SqlType, isString } from '../types/type.ts'
import type { Evaluate, ScalarFunction } from './function.ts'
import { type JsonPath, follow, parseJsonPath } from './json-path.ts'
import { parseJson, stringifyJson } from '../types/parse-json.ts'
import { textOf } from '../types/text.ts'

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

/** A path is nearly always the same: it is compiled when it changes. */
function pathReader(): (text: string) => JsonPath {
  let held: { text: string; path: JsonPath } | undefined
  return (text) => {
    if (held?.text !== text) held = { text, path: parseJsonPath(text) }
    return held.path
  }
}

const scalarText = (value: unknown): string => (typeof value === 'string' ? value : stringifyJson(value))

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
    const found = follow(document, path(at))
    if (found.length === 0 || found[0] === null)
      return fallback(onEmpty, empty, 'JSON_VALUE', 'the path leads to nothing')
    if (found.length > 1 || typeof found[0] === 'object')
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
    const found = follow(document, path(at))
    if (found.length === 0) return fallback(onEmpty, null, 'JSON_QUERY', 'the path leads to nothing')
    const single = found.length === 1 && typeof found[0] === 'object' && found[0] !== null
    if (wrap === 'WITH' || (wrap === 'CONDITIONAL' && !single)) return stringifyJson(found)
    return single ? stringifyJson(found[0]) : fallback(onError, null, 'JSON_QUERY', 'the value is no object or array')
  }
}

function isKind(document: unknown, kind: string): boolean {
  if (document === BROKEN || kind === 'VALUE') return document !== BROKEN
  const structured = typeof document === 'object' && document !== null
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
    return follow(document, path(at)).length > 0
  }
}

const texts =
  (result: SqlType): ScalarFunction['type'] =>
  (args, returning) => {
    return args.slice(0, 2).every((arg) => isString(arg) || arg.name === 'NULL')
      ? { ...(returning ?? result), nullable: true }
      : undefined
  }

/** Digits as they stand; the type library does not know the function yet. */
const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON

/** A value as JSON.stringify can write it. */
export function jsonOf(value: unknown, type: SqlType, text = textOf): unknown {
  if (
    value === null ||
    ['BOOLEAN', 'TINYINT', 'SMALLINT', 'INT', 'FLOAT', 'DOUBLE'].includes(type.name) ||
    isString(type)
  )
    return value
  if (type.name === 'BIGINT' || type.name === 'DECIMAL') return rawJson(String(value))
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
  {
    name: 'JSON_STRING',
    doc: 'JSON_STRING(x): x as JSON',
    arity: [1, 1],
    type: () => STRING,
    make:
      ([a]) =>
      (value: unknown) =>
        JSON.stringify(jsonOf(value, a as SqlType)),
  },
]
