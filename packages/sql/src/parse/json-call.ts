import type { Call, Expression } from '../ast.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression } from './expression.ts'

type Made = (args: readonly Expression[]) => Call

/** JSON_OBJECT([KEY] k VALUE v | k : v | k, v, … [NULL | ABSENT ON NULL]). */
export function jsonObject(cursor: Cursor, made: Made): Call {
  const pairs: Expression[] = []
  const at = cursor.position
  while (!cursor.is(')') && !atNullBehaviour(cursor)) {
    if (pairs.length > 0) cursor.expect(',')
    cursor.take('KEY')
    pairs.push(parseExpression(cursor))
    if (!cursor.take('VALUE') && !cursor.take(':')) cursor.expect(',')
    pairs.push(parseExpression(cursor))
  }
  return withBehaviour(
    cursor,
    made,
    pairs,
    pairs.filter((_, index) => index % 2 === 1),
    'NULL',
    at,
  )
}

/** JSON_ARRAY(x, … [NULL | ABSENT ON NULL]). */
export function jsonArray(cursor: Cursor, made: Made): Call {
  const at = cursor.position
  const values: Expression[] = []
  while (!cursor.is(')') && !atNullBehaviour(cursor)) {
    if (values.length > 0) cursor.expect(',')
    values.push(parseExpression(cursor))
  }
  return withBehaviour(cursor, made, values, values, 'ABSENT', at)
}

const atNullBehaviour = (cursor: Cursor): boolean => cursor.is('NULL', 'ON') || cursor.is('ABSENT', 'ON')

const MAKERS = new Set(['JSON_OBJECT', 'JSON_ARRAY', 'JSON_OBJECTAGG', 'JSON_ARRAYAGG'])

/** In front of the values: what happens to nulls, and which of them are JSON already. */
function withBehaviour(
  cursor: Cursor,
  made: Made,
  args: readonly Expression[],
  values: readonly Expression[],
  byDefault: string,
  at: { line: number; column: number },
): Call {
  const word = ['NULL', 'ABSENT'].find((one) => cursor.take(one, 'ON', 'NULL')) ?? byDefault
  const nested = values.map((one) => (one.kind === 'call' && MAKERS.has(one.name) ? '1' : '0')).join('')
  const symbol = (text: string): Expression => ({ kind: 'symbol', text, ...at })
  return made([symbol(word), symbol(nested), ...args])
}
