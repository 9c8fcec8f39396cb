import { stringifyJson } from '../types/parse-json.ts'
import { STRING, type SqlType, isString } from '../types/type.ts'
import { type Evaluate, type ScalarFunction, signature, simple } from './function.ts'
import { isJsonText, jsonOf, jsonTypes } from './json.ts'

const NOT_NULL_TEXT: SqlType = { ...STRING, nullable: false }

/** A value as it stands in JSON; what JSON_OBJECT and JSON_ARRAY gave is put in as it is, not as text. */
function writer(type: SqlType, isJson: boolean): (value: unknown) => string {
  return (value) => (value === null ? 'null' : isJson ? String(value) : stringifyJson(jsonOf(value, type)))
}

/** The arguments: behaviour for nulls, which values are JSON themselves ('1' or '0' each), then keys and values. */
function objectOf(args: readonly SqlType[]): Evaluate {
  return (onNull: string, nested: string, ...pairs: unknown[]) => {
    const members = pairs.flatMap((key, at) => {
      if (at % 2 === 1 || (onNull === 'ABSENT' && pairs[at + 1] === null)) return []
      const write = writer(args[at + 3] as SqlType, nested[at / 2] === '1')
      return [`${JSON.stringify(key)}:${write(pairs[at + 1])}`]
    })
    return `{${members.join(',')}}`
  }
}

function arrayOf(args: readonly SqlType[]): Evaluate {
  return (onNull: string, nested: string, ...values: unknown[]) => {
    const items = values.flatMap((value, at) => {
      if (value === null && onNull === 'ABSENT') return []
      return [writer(args[at + 2] as SqlType, nested[at] === '1')(value)]
    })
    return `[${items.join(',')}]`
  }
}

export const jsonMakers: readonly ScalarFunction[] = [
  {
    name: 'JSON_OBJECT',
    doc: "JSON_OBJECT('key' VALUE x, … [NULL | ABSENT ON NULL])",
    arity: [2, 202],
    nulls: 'own',
    type: (args) =>
      args.every((arg, at) => at < 2 || (at % 2 === 0 ? isString(arg) : jsonTypes(arg))) ? NOT_NULL_TEXT : undefined,
    make: objectOf,
  },
  {
    name: 'JSON_ARRAY',
    doc: 'JSON_ARRAY(x, … [NULL | ABSENT ON NULL])',
    arity: [2, 202],
    nulls: 'own',
    type: (args) => (args.slice(2).every(jsonTypes) ? NOT_NULL_TEXT : undefined),
    make: arrayOf,
  },
  {
    name: 'JSON_STRING',
    doc: 'JSON_STRING(x): x as JSON',
    arity: [1, 1],
    type: ([a]) => (jsonTypes(a as SqlType) ? STRING : undefined),
    make:
      ([a]) =>
      (value: unknown) =>
        stringifyJson(jsonOf(value, a as SqlType)),
  },
  simple('JSON_QUOTE', 'JSON_QUOTE(s): as a JSON text', 1, signature(STRING, isString), (s: string) =>
    JSON.stringify(s),
  ),
  simple(
    'JSON_UNQUOTE',
    'JSON_UNQUOTE(s): what a JSON text says; other text as it is',
    1,
    signature(STRING, isString),
    (s: string) => (s.startsWith('"') && isJsonText(s) ? String(JSON.parse(s)) : s),
  ),
]
