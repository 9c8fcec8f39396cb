import type { CommonTable, Expression, Query, QueryBody, Select, SelectItem } from '../ast.ts'
import { sqlError } from '../position.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression, parseOrder } from './expression.ts'
import { parseTable } from './table.ts'

/** [WITH …] body [ORDER BY …] [LIMIT n] [OFFSET n]. */
export function parseQuery(cursor: Cursor): Query {
  return cursor.nested(() => {
    const at = cursor.position
    const tables = cursor.take('WITH') ? cursor.commas(() => commonTable(cursor)) : []
    const body = unions(cursor)
    const order = cursor.take('ORDER', 'BY') ? parseOrder(cursor) : []
    const { limit, offset } = paging(cursor)
    return { kind: 'query', with: tables, body, order, limit, offset, ...at }
  })
}

function commonTable(cursor: Cursor): CommonTable {
  const at = cursor.position
  const name = cursor.name('the name of a common table')
  const columns = cursor.is('(') ? cursor.list(() => cursor.name('a column')) : []
  cursor.expect('AS', '(')
  const query = parseQuery(cursor)
  cursor.expect(')')
  return { name, columns, query, ...at }
}

function paging(cursor: Cursor): { limit: number | undefined; offset: number } {
  let limit: number | undefined
  let offset = 0
  if (cursor.take('LIMIT')) limit = cursor.integer()
  if (cursor.take('OFFSET')) {
    offset = cursor.integer()
    if (!cursor.take('ROWS')) cursor.take('ROW')
  }
  if (cursor.take('FETCH')) {
    if (!cursor.take('FIRST')) cursor.expect('NEXT')
    limit = cursor.integer()
    if (!cursor.take('ROWS')) cursor.expect('ROW')
    cursor.expect('ONLY')
  }
  return { limit, offset }
}

/** Arms of UNION ALL are one flat list. */
function unions(cursor: Cursor): QueryBody {
  const at = cursor.position
  let inputs = [arm(cursor)]
  let all = true
  while (cursor.is('UNION') || cursor.is('INTERSECT') || cursor.is('EXCEPT')) {
    if (!cursor.is('UNION')) throw sqlError('SQL_UNSUPPORTED', cursor.token.upper, cursor.token)
    cursor.next()
    const thisAll = cursor.take('ALL')
    cursor.take('DISTINCT')
    if (inputs.length > 1 && thisAll !== all) inputs = [{ kind: 'union', inputs, all, ...at }]
    all = thisAll
    inputs.push(arm(cursor))
  }
  return inputs.length === 1 ? (inputs[0] as QueryBody) : { kind: 'union', inputs, all, ...at }
}

function arm(cursor: Cursor): QueryBody {
  const at = cursor.position
  if (cursor.take('(')) {
    const query = parseQuery(cursor)
    cursor.expect(')')
    return query
  }
  if (cursor.take('VALUES')) {
    const rows = cursor.commas(() => valuesRow(cursor))
    return { kind: 'values', rows, ...at }
  }
  return select(cursor)
}

function valuesRow(cursor: Cursor): readonly Expression[] {
  const row = parseExpression(cursor)
  return row.kind === 'call' && row.name === 'ROW' ? row.args : [row]
}

function select(cursor: Cursor): Select {
  const at = cursor.position
  cursor.expect('SELECT')
  if (cursor.take('/*+')) while (!cursor.take('*/')) cursor.next()
  const distinct = cursor.take('DISTINCT')
  if (!distinct) cursor.take('ALL')
  const items = cursor.commas(() => selectItem(cursor))
  const from = cursor.take('FROM') ? parseTable(cursor) : undefined
  if (from === undefined && cursor.is('WHERE')) throw cursor.unexpected('FROM before WHERE')
  const where = cursor.take('WHERE') ? parseExpression(cursor) : undefined
  const groupBy = cursor.take('GROUP', 'BY') ? groupings(cursor) : undefined
  const having = cursor.take('HAVING') ? parseExpression(cursor) : undefined
  for (const word of ['WINDOW', 'QUALIFY', 'MATCH_RECOGNIZE']) {
    if (cursor.is(word)) throw sqlError('SQL_UNSUPPORTED', word, cursor.token)
  }
  return { kind: 'select', distinct, items, from, where, groupBy, having, ...at }
}

function selectItem(cursor: Cursor): SelectItem {
  const expression = parseExpression(cursor)
  const alias = cursor.take('AS') || cursor.atName ? cursor.name('an alias') : undefined
  return { expression, alias }
}

function groupings(cursor: Cursor): Expression[] {
  for (const word of ['ROLLUP', 'CUBE', 'GROUPING']) {
    if (cursor.is(word)) throw sqlError('SQL_UNSUPPORTED', `GROUP BY ${word}`, cursor.token)
  }
  if (cursor.take('(', ')')) return []
  return cursor
    .commas(() => parseExpression(cursor))
    .flatMap((one) => {
      return one.kind === 'call' && one.name === 'ROW' ? one.args : [one]
    })
}
