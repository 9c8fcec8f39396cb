import type { Call, Expression } from '../ast.ts'
import { type Position, sqlError } from '../position.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression } from './expression.ts'
import { jsonArray, jsonObject } from './json-call.ts'
import { parseType } from './type.ts'

type Special = (cursor: Cursor, made: (args: readonly Expression[], more?: Partial<Call>) => Call) => Call

/** Functions whose arguments are not just a list. */
const SPECIAL: Readonly<Record<string, Special>> = {
  /** EXTRACT(unit FROM x) */
  EXTRACT: (cursor, made) => {
    const unit = symbol(cursor)
    cursor.expect('FROM')
    return made([unit, parseExpression(cursor)])
  },
  /** POSITION(a IN b) */
  POSITION: (cursor, made) => {
    const wanted = inner(cursor)
    cursor.expect('IN')
    return made([wanted, parseExpression(cursor)])
  },
  /** TRIM([BOTH | LEADING | TRAILING] [what] FROM x), TRIM(x) */
  TRIM: (cursor, made) => {
    const at = cursor.position
    const side = ['BOTH', 'LEADING', 'TRAILING'].find((word) => cursor.take(word))
    const blank: Expression = { kind: 'literal', value: ' ', type: { name: 'CHAR', nullable: false, length: 1 }, ...at }
    const first = cursor.is('FROM') ? blank : parseExpression(cursor)
    const text: Expression = { kind: 'symbol', text: side ?? 'BOTH', ...at }
    if (cursor.take('FROM')) return made([text, first, parseExpression(cursor)])
    return made([text, blank, first])
  },
  SUBSTRING: (cursor, made) => substring(cursor, made),
  SUBSTR: (cursor, made) => substring(cursor, made),
  /** OVERLAY(a PLACING b FROM n [FOR m]) */
  OVERLAY: (cursor, made) => {
    const args = [parseExpression(cursor)]
    cursor.expect('PLACING')
    args.push(parseExpression(cursor))
    cursor.expect('FROM')
    args.push(parseExpression(cursor))
    if (cursor.take('FOR')) args.push(parseExpression(cursor))
    return made(args)
  },
  /** CEIL(x [TO unit]) */
  CEIL: (cursor, made) => rounding(cursor, made),
  CEILING: (cursor, made) => rounding(cursor, made),
  FLOOR: (cursor, made) => rounding(cursor, made),
  TIMESTAMPDIFF: (cursor, made) => unitFirst(cursor, made),
  TIMESTAMPADD: (cursor, made) => unitFirst(cursor, made),
  JSON_VALUE: (cursor, made) => json(cursor, made),
  JSON_QUERY: (cursor, made) => json(cursor, made),
  JSON_EXISTS: (cursor, made) => json(cursor, made),
  JSON_OBJECT: (cursor, made) => jsonObject(cursor, made),
  JSON_ARRAY: (cursor, made) => jsonArray(cursor, made),
  JSON_OBJECTAGG: (cursor) => notBuilt(cursor, 'JSON_OBJECTAGG'),
  JSON_ARRAYAGG: (cursor) => notBuilt(cursor, 'JSON_ARRAYAGG'),
}

function notBuilt(cursor: Cursor, name: string): never {
  throw sqlError('SQL_UNSUPPORTED', `${name}: aggregate with ARRAY_AGG or LISTAGG`, cursor.token)
}

const BARE = new Set(['CURRENT_TIMESTAMP', 'CURRENT_DATE', 'CURRENT_TIME', 'LOCALTIMESTAMP', 'LOCALTIME', 'PI'])

/** Takes a call with a syntax of its own when one comes next: those above, ARRAY[…], MAP[…], CURRENT_TIMESTAMP. */
export function specialCall(cursor: Cursor, at: Position): Expression | undefined {
  const { kind, upper } = cursor.token
  if (kind !== 'word') return undefined
  if ((upper === 'ARRAY' || upper === 'MAP') && cursor.ahead(1).text === '[') {
    cursor.next()
    cursor.next()
    const args = cursor.is(']') ? [] : cursor.commas(() => parseExpression(cursor))
    cursor.expect(']')
    return { kind: 'call', name: upper, args, ...at }
  }
  const open = cursor.ahead(1).text === '('
  if (!open && BARE.has(upper)) {
    cursor.next()
    return { kind: 'call', name: upper, args: [], bare: true, ...at }
  }
  const special = open ? SPECIAL[upper] : undefined
  if (special === undefined) return undefined
  cursor.next()
  cursor.expect('(')
  const made = special(cursor, (args, more) => ({ kind: 'call', name: upper, args, ...at, ...more }))
  cursor.expect(')')
  return made
}

function symbol(cursor: Cursor): Expression {
  const at = cursor.position
  return { kind: 'symbol', text: cursor.name('a unit of time').toUpperCase(), ...at }
}

/** An expression in which IN is not an operator: what comes before it is a plain operand. */
function inner(cursor: Cursor): Expression {
  const at = cursor.position
  if (cursor.token.kind === 'string') {
    const text = cursor.next().text
    return { kind: 'literal', value: text, type: { name: 'CHAR', nullable: false, length: text.length }, ...at }
  }
  return { kind: 'name', parts: cursor.qualifiedName('a string or a column'), ...at }
}

function substring(cursor: Cursor, made: (args: readonly Expression[]) => Call): Call {
  const args = [parseExpression(cursor)]
  const keywords = cursor.take('FROM')
  if (!keywords) cursor.expect(',')
  args.push(parseExpression(cursor))
  if (keywords ? cursor.take('FOR') : cursor.take(',')) args.push(parseExpression(cursor))
  return made(args)
}

function rounding(cursor: Cursor, made: (args: readonly Expression[]) => Call): Call {
  const args = [parseExpression(cursor)]
  if (cursor.take('TO')) args.push(symbol(cursor))
  return made(args)
}

function unitFirst(cursor: Cursor, made: (args: readonly Expression[]) => Call): Call {
  const unit = symbol(cursor)
  cursor.expect(',')
  return made([unit, ...cursor.commas(() => parseExpression(cursor))])
}

/** JSON functions: value, path, RETURNING type, and what happens ON EMPTY and ON ERROR. */
function json(cursor: Cursor, made: (args: readonly Expression[], more?: Partial<Call>) => Call): Call {
  const args = [parseExpression(cursor)]
  cursor.expect(',')
  args.push(parseExpression(cursor))
  const more: { returning?: Call['returning'] } = {}
  if (cursor.take('RETURNING')) more.returning = parseType(cursor)
  const symbols = { WRAPPER: 'WITHOUT', EMPTY: 'NULL', ERROR: 'NULL' }
  const defaults: Record<'EMPTY' | 'ERROR', Expression | undefined> = { EMPTY: undefined, ERROR: undefined }
  const at = cursor.position
  for (let n = 0; n < 3 && !cursor.is(')'); n++) behaviour(cursor, symbols, defaults)
  const text = (word: string): Expression => ({ kind: 'symbol', text: word, ...at })
  const missing = text('NONE')
  args.push(text(symbols.EMPTY), text(symbols.ERROR), text(symbols.WRAPPER))
  return made([...args, defaults.EMPTY ?? missing, defaults.ERROR ?? missing], more as Partial<Call>)
}

function behaviour(
  cursor: Cursor,
  symbols: { WRAPPER: string; EMPTY: string; ERROR: string },
  defaults: Record<'EMPTY' | 'ERROR', Expression | undefined>,
): void {
  if (cursor.take('WITH')) {
    symbols.WRAPPER = cursor.take('CONDITIONAL') ? 'CONDITIONAL' : 'WITH'
    cursor.take('UNCONDITIONAL')
    cursor.take('ARRAY')
    cursor.expect('WRAPPER')
    return
  }
  if (cursor.take('WITHOUT')) {
    cursor.take('ARRAY')
    cursor.expect('WRAPPER')
    return
  }
  const word = ['NULL', 'ERROR', 'EMPTY', 'TRUE', 'FALSE', 'UNKNOWN', 'DEFAULT'].find((one) => cursor.take(one))
  if (word === undefined) throw cursor.unexpected('NULL, ERROR, EMPTY, DEFAULT, TRUE, FALSE or UNKNOWN')
  const kind = word === 'EMPTY' ? ['ARRAY', 'OBJECT'].find((one) => cursor.take(one)) : undefined
  const value = word === 'DEFAULT' ? parseExpression(cursor) : undefined
  cursor.expect('ON')
  const on = cursor.take('EMPTY') ? 'EMPTY' : 'ERROR'
  if (on === 'ERROR') cursor.expect('ERROR')
  symbols[on] = kind === undefined ? word : `EMPTY ${kind}`
  defaults[on] = value
}
