import type { JoinKind, TableExpression } from '../ast.ts'
import { type Position, sqlError } from '../position.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression } from './expression.ts'
import { parseQuery } from './query.ts'

/** The most tables that one FROM may join. */
const MAX_TABLES = 64

/** What follows FROM: tables, joined. A comma is a cross join. */
export function parseTable(cursor: Cursor): TableExpression {
  let left = single(cursor)
  for (let n = 1; ; n++) {
    if (n > MAX_TABLES) throw sqlError('SQL_LIMIT', `more than ${MAX_TABLES} tables in one FROM`, cursor.token)
    const at = cursor.position
    const natural = cursor.take('NATURAL')
    const type = joinKind(cursor)
    if (type === undefined) return left
    const right = single(cursor)
    const how = type === 'cross' || natural ? noCondition : condition(cursor)
    left = { kind: 'join', type, left, right, natural, ...how, ...at }
  }
}

const noCondition = { on: undefined, using: [] as string[] }

function joinKind(cursor: Cursor): JoinKind | undefined {
  if (cursor.take(',') || cursor.take('CROSS', 'JOIN')) return 'cross'
  if (cursor.take('JOIN') || cursor.take('INNER', 'JOIN')) return 'inner'
  for (const word of ['LEFT', 'RIGHT', 'FULL'] as const) {
    if (!cursor.is(word, 'JOIN') && !cursor.is(word, 'OUTER')) continue
    cursor.next()
    cursor.take('OUTER')
    cursor.expect('JOIN')
    return word.toLowerCase() as JoinKind
  }
  return undefined
}

function condition(cursor: Cursor): Pick<Extract<TableExpression, { kind: 'join' }>, 'on' | 'using'> {
  if (cursor.take('USING')) return { on: undefined, using: cursor.list(() => cursor.name('a column')) }
  if (!cursor.take('ON'))
    throw sqlError(
      'SQL_VALIDATION',
      'INNER, LEFT, RIGHT or FULL join requires a condition (NATURAL keyword or ON or USING clause)',
      cursor.token,
    )
  return { on: parseExpression(cursor), using: [] }
}

function single(cursor: Cursor): TableExpression {
  const at = cursor.position
  if (cursor.is('LATERAL')) {
    if (cursor.ahead(1).upper === 'TABLE') cursor.next()
    else throw sqlError('SQL_UNSUPPORTED', 'LATERAL subqueries', cursor.token)
  }
  if (cursor.is('UNNEST')) throw sqlError('SQL_UNSUPPORTED', 'UNNEST', cursor.token)
  if (cursor.is('TABLE', '(')) return tableFunction(cursor, at)
  if (cursor.take('(')) {
    if (!['SELECT', 'WITH', 'VALUES', '('].includes(cursor.token.upper)) {
      const inner = parseTable(cursor)
      cursor.expect(')')
      return inner
    }
    const query = parseQuery(cursor)
    cursor.expect(')')
    return { kind: 'subquery', query, ...aliasOf(cursor), ...at }
  }
  if (cursor.ahead(1).text === '(' && cursor.atName) return functionCall(cursor, at)
  const name = cursor.qualifiedName('a table')
  if (cursor.is('FOR', 'SYSTEM_TIME'))
    throw sqlError('SQL_UNSUPPORTED', 'temporal joins (FOR SYSTEM_TIME AS OF)', cursor.token)
  if (cursor.is('MATCH_RECOGNIZE')) throw sqlError('SQL_UNSUPPORTED', 'MATCH_RECOGNIZE', cursor.token)
  if (cursor.take('/*+')) while (!cursor.take('*/')) cursor.next()
  return { kind: 'table', name, ...aliasOf(cursor), ...at }
}

/** TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), …)). */
function tableFunction(cursor: Cursor, at: Position): TableExpression {
  cursor.expect('TABLE', '(')
  const made = functionCall(cursor, at)
  cursor.expect(')')
  return made.kind === 'function' ? { ...made, alias: aliasOf(cursor).alias ?? made.alias } : made
}

function functionCall(cursor: Cursor, at: Position): TableExpression {
  const call = parseExpression(cursor)
  if (call.kind !== 'call') throw sqlError('SQL_PARSE', 'expected a table function', at)
  return { kind: 'function', call, alias: aliasOf(cursor).alias, ...at }
}

function aliasOf(cursor: Cursor): { alias: string | undefined; columns: string[] } {
  const alias = cursor.take('AS') || (cursor.atName && !cursor.is('FOR')) ? cursor.name('an alias') : undefined
  const columns = alias !== undefined && cursor.is('(') ? cursor.list(() => cursor.name('a column')) : []
  return { alias, columns }
}
