import type { Call, Expression, OrderItem, Over } from '../ast.ts'
import { type Position, sqlError } from '../position.ts'
import type { Cursor } from './cursor.ts'
import { literal, numberLiteral } from './literal.ts'
import { parseQuery } from './query.ts'
import { specialCall } from './special-call.ts'
import { parseType } from './type.ts'
import type { ExactDecimal } from '../types/decimal.ts'
import { isApproximate, isNumeric } from '../types/type.ts'

const COMPARISONS = new Set(['=', '<>', '!=', '<', '<=', '>', '>='])
const TERMS = new Set(['+', '-', '||'])
const FACTORS = new Set(['*', '/', '%'])

/** The most operators that stand in one chain without parentheses: `a + b + …`. */
const MAX_CHAIN = 500

/** An expression: OR binds least, then AND, NOT, comparisons, terms, factors, signs. */
export function parseExpression(cursor: Cursor): Expression {
  return cursor.nested(() => logical(cursor, 'OR', () => logical(cursor, 'AND', () => negation(cursor))))
}

/** Operands of AND and of OR are one flat list: chains of thousands nest nowhere. */
function logical(cursor: Cursor, word: 'AND' | 'OR', operand: () => Expression): Expression {
  const at = cursor.position
  const args = [operand()]
  while (cursor.take(word)) args.push(operand())
  return args.length === 1 ? (args[0] as Expression) : { kind: 'call', name: word, args, ...at }
}

function negation(cursor: Cursor): Expression {
  const at = cursor.position
  if (!cursor.take('NOT')) return comparison(cursor)
  return call('NOT', [cursor.nested(() => negation(cursor))], at)
}

function comparison(cursor: Cursor): Expression {
  let left = term(cursor)
  for (let n = 0; ; n++) {
    checkChain(n, cursor)
    const at = cursor.position
    const { kind, text } = cursor.token
    if (kind === 'symbol' && COMPARISONS.has(text)) {
      cursor.next()
      left = call(text === '!=' ? '<>' : text, [left, term(cursor)], at)
      continue
    }
    const tested = test(cursor, left, at)
    if (tested === undefined) return left
    left = tested
  }
}

/** IS …, [NOT] BETWEEN, IN, LIKE, SIMILAR. */
function test(cursor: Cursor, left: Expression, at: Position): Expression | undefined {
  if (cursor.take('IS')) return isTest(cursor, left, at)
  const not = cursor.is('NOT') && ['BETWEEN', 'IN', 'LIKE', 'SIMILAR'].includes(cursor.ahead(1).upper)
  if (not) cursor.next()
  const negated = (made: Expression): Expression => (not ? call('NOT', [made], at) : made)
  if (cursor.take('BETWEEN')) return negated(between(cursor, left, at))
  if (cursor.take('LIKE')) {
    const args = [left, term(cursor)]
    if (cursor.take('ESCAPE')) args.push(term(cursor))
    return negated(call('LIKE', args, at))
  }
  if (cursor.take('SIMILAR', 'TO')) return negated(call('SIMILAR TO', [left, term(cursor)], at))
  if (cursor.take('IN')) return inTest(cursor, left, at, not)
  return undefined
}

/** SYMMETRIC takes the bounds in either order. */
function between(cursor: Cursor, left: Expression, at: Position): Expression {
  const symmetric = cursor.take('SYMMETRIC')
  if (!symmetric) cursor.take('ASYMMETRIC')
  const low = term(cursor)
  cursor.expect('AND')
  const high = term(cursor)
  const within = (a: Expression, b: Expression): Expression =>
    call('AND', [call('>=', [left, a], at), call('<=', [left, b], at)], at)
  return symmetric ? call('OR', [within(low, high), within(high, low)], at) : within(low, high)
}

function isTest(cursor: Cursor, left: Expression, at: Position): Expression {
  const not = cursor.take('NOT')
  if (cursor.take('DISTINCT', 'FROM')) {
    return call(not ? 'IS NOT DISTINCT FROM' : 'IS DISTINCT FROM', [left, term(cursor)], at)
  }
  for (const word of ['NULL', 'TRUE', 'FALSE', 'UNKNOWN']) {
    if (cursor.take(word)) return call(`IS ${not ? 'NOT ' : ''}${word === 'UNKNOWN' ? 'NULL' : word}`, [left], at)
  }
  if (!cursor.take('JSON')) throw cursor.unexpected('NULL, TRUE, FALSE, UNKNOWN, JSON or DISTINCT FROM')
  const kind = ['VALUE', 'OBJECT', 'ARRAY', 'SCALAR'].find((word) => cursor.take(word)) ?? 'VALUE'
  const made = call('IS JSON', [left, { kind: 'symbol', text: kind, ...at }], at)
  return not ? call('NOT', [made], at) : made
}

function inTest(cursor: Cursor, left: Expression, at: Position, not: boolean): Expression {
  if (['SELECT', 'WITH', 'VALUES'].includes(cursor.ahead(1).upper)) {
    cursor.expect('(')
    const query = parseQuery(cursor)
    cursor.expect(')')
    const operands = left.kind === 'call' && left.name === 'ROW' ? left.args : [left]
    return { kind: 'in-query', operands, query, not, ...at }
  }
  const made = call('IN', [left, ...cursor.list(() => parseExpression(cursor))], at)
  return not ? call('NOT', [made], at) : made
}

function term(cursor: Cursor): Expression {
  return chain(cursor, TERMS, () => factor(cursor))
}

function factor(cursor: Cursor): Expression {
  return chain(cursor, FACTORS, () => signed(cursor))
}

function chain(cursor: Cursor, operators: ReadonlySet<string>, operand: () => Expression): Expression {
  let left = operand()
  for (let n = 0; cursor.token.kind === 'symbol' && operators.has(cursor.token.text); n++) {
    checkChain(n, cursor)
    const at = cursor.position
    left = call(cursor.next().text, [left, operand()], at)
  }
  return left
}

function checkChain(length: number, cursor: Cursor): void {
  if (length < MAX_CHAIN) return
  throw sqlError('SQL_LIMIT', `more than ${MAX_CHAIN} operators in one chain: use parentheses or a list`, cursor.token)
}

function signed(cursor: Cursor): Expression {
  const at = cursor.position
  if (cursor.take('-'))
    return negated(
      cursor.nested(() => signed(cursor)),
      at,
    )
  if (cursor.take('+')) return cursor.nested(() => signed(cursor))
  return postfix(cursor)
}

/** A number with its sign is one literal: -2147483648 is an INT. */
function negated(operand: Expression, at: Position): Expression {
  if (operand.kind !== 'literal' || !isNumeric(operand.type)) return call('NEGATE', [operand], at)
  if (isApproximate(operand.type)) return { ...operand, value: 0 - (operand.value as number), ...at }
  const { scale = 0 } = operand.type
  const text = scale === 0 ? String(operand.value) : (operand.value as ExactDecimal).toFixed(scale)
  const [value, type] = numberLiteral(text.startsWith('-') ? text.slice(1) : `-${text}`, at)
  return { kind: 'literal', value, type: operand.type.name === 'DECIMAL' ? operand.type : type, ...at }
}

/** `a.b` behind something that is not a plain name, and `a[1]`. */
function postfix(cursor: Cursor): Expression {
  let operand = primary(cursor)
  for (let n = 0; ; n++) {
    checkChain(n, cursor)
    const at = cursor.position
    if (cursor.take('[')) {
      operand = call('ITEM', [operand, parseExpression(cursor)], at)
      cursor.expect(']')
    } else if (operand.kind !== 'name' && operand.kind !== 'star' && cursor.take('.')) {
      operand = { kind: 'field', operand, field: cursor.name('a field'), ...at }
    } else return operand
  }
}

function primary(cursor: Cursor): Expression {
  const found = literal(cursor)
  if (found !== undefined) return found
  const at = cursor.position
  if (cursor.is('(')) return parenthesised(cursor, at)
  if (cursor.take('*')) return { kind: 'star', qualifier: [], ...at }
  if (cursor.take('CASE')) return caseOf(cursor, at)
  if (cursor.take('EXISTS')) {
    cursor.expect('(')
    const query = parseQuery(cursor)
    cursor.expect(')')
    return { kind: 'exists', query, ...at }
  }
  if (cursor.is('CAST', '(') || cursor.is('TRY_CAST', '(')) return cast(cursor, at)
  const special = specialCall(cursor, at)
  if (special !== undefined) return special
  if (cursor.ahead(1).text === '(' && cursor.ahead(1).kind === 'symbol' && isCallable(cursor))
    return plainCall(cursor, at)
  return nameOrStar(cursor, at)
}

function isCallable(cursor: Cursor): boolean {
  const { upper } = cursor.token
  return cursor.atName || upper === 'LEFT' || upper === 'RIGHT'
}

function parenthesised(cursor: Cursor, at: Position): Expression {
  if (['SELECT', 'WITH', 'VALUES'].includes(cursor.ahead(1).upper)) {
    cursor.expect('(')
    const query = parseQuery(cursor)
    cursor.expect(')')
    return { kind: 'query', query, ...at }
  }
  const items = cursor.list(() => parseExpression(cursor))
  const [only] = items
  if (items.length === 1) return difference(cursor, only as Expression, at) ?? (only as Expression)
  if (items.length !== 2 || !cursor.take('OVERLAPS')) return call('ROW', items, at)
  const other = cursor.list(() => parseExpression(cursor))
  if (other.length !== 2) throw sqlError('SQL_PARSE', 'OVERLAPS takes two periods: (a, b) OVERLAPS (c, d)', at)
  return call('OVERLAPS', [...items, ...other], at)
}

const UNITS = new Set(['YEAR', 'QUARTER', 'MONTH', 'WEEK', 'DAY', 'HOUR', 'MINUTE', 'SECOND'])

/** `(a - b) DAY TO SECOND`: the unit tells the kind of interval. */
function difference(cursor: Cursor, operand: Expression, at: Position): Expression | undefined {
  if (operand.kind !== 'call' || operand.name !== '-' || cursor.token.kind !== 'word') return undefined
  if (!UNITS.has(cursor.token.upper)) return undefined
  const unit: Expression = { kind: 'symbol', text: cursor.next().upper, ...at }
  if (cursor.take('TO')) cursor.next()
  return call('MINUS_TIMES', [...operand.args, unit], at)
}

function nameOrStar(cursor: Cursor, at: Position): Expression {
  const parts = [cursor.name('an expression')]
  while (cursor.take('.')) {
    if (cursor.take('*')) return { kind: 'star', qualifier: parts, ...at }
    parts.push(cursor.name('a column'))
  }
  return { kind: 'name', parts, ...at }
}

/** `CASE x WHEN a` means `CASE WHEN x = a`. */
function caseOf(cursor: Cursor, at: Position): Expression {
  const operand = cursor.is('WHEN') ? undefined : parseExpression(cursor)
  const whens: [Expression, Expression][] = []
  while (cursor.take('WHEN')) {
    const here = cursor.position
    const tested = parseExpression(cursor)
    cursor.expect('THEN')
    const condition = operand === undefined ? tested : call('=', [operand, tested], here)
    whens.push([condition, parseExpression(cursor)])
  }
  if (whens.length === 0) throw cursor.unexpected('WHEN')
  const otherwise = cursor.take('ELSE') ? parseExpression(cursor) : undefined
  cursor.expect('END')
  return { kind: 'case', whens, otherwise, ...at }
}

function cast(cursor: Cursor, at: Position): Expression {
  const safe = cursor.next().upper === 'TRY_CAST'
  cursor.expect('(')
  const operand = parseExpression(cursor)
  cursor.expect('AS')
  const type = parseType(cursor)
  cursor.expect(')')
  return { kind: 'cast', operand, type, safe, ...at }
}

function plainCall(cursor: Cursor, at: Position): Expression {
  const name = cursor.next().text.toUpperCase()
  cursor.expect('(')
  const distinct = cursor.take('DISTINCT')
  cursor.take('ALL')
  const args = cursor.is(')') ? [] : cursor.commas(() => argument(cursor))
  cursor.expect(')')
  const made: Call = { ...call(name, args, at), ...(distinct ? { distinct } : {}) }
  return { ...made, ...filterOf(cursor), ...overOf(cursor) }
}

/** `TABLE t` and `name => value` are arguments of table functions. */
function argument(cursor: Cursor): Expression {
  const at = cursor.position
  if (cursor.is('TABLE') && cursor.ahead(1).text !== '(') {
    cursor.next()
    const name = cursor.qualifiedName('a table')
    const column = (): string => cursor.name('a column')
    const partition = !cursor.take('PARTITION', 'BY') ? [] : cursor.is('(') ? cursor.list(column) : [column()]
    return { kind: 'table', name, partition, ...at }
  }
  if (cursor.is('TABLE', '(')) {
    cursor.next()
    return parenthesised(cursor, at)
  }
  if (cursor.atName && cursor.ahead(1).text === '=>') {
    const name = cursor.next().text.toUpperCase()
    cursor.next()
    return { kind: 'named-argument', name, value: argument(cursor), ...at }
  }
  return parseExpression(cursor)
}

function filterOf(cursor: Cursor): { filter?: Expression } {
  if (!cursor.take('FILTER', '(')) return {}
  cursor.expect('WHERE')
  const filter = parseExpression(cursor)
  cursor.expect(')')
  return { filter }
}

function overOf(cursor: Cursor): { over?: Over } {
  if (!cursor.take('OVER')) return {}
  cursor.expect('(')
  const partition = cursor.take('PARTITION', 'BY') ? cursor.commas(() => parseExpression(cursor)) : []
  const order = cursor.take('ORDER', 'BY') ? parseOrder(cursor) : []
  const frame = cursor.is('ROWS') || cursor.is('RANGE')
  if (frame) throw sqlError('SQL_UNSUPPORTED', 'window frames of OVER', cursor.token)
  cursor.expect(')')
  return { over: { partition, order, frame } }
}

/** What follows ORDER BY. */
export function parseOrder(cursor: Cursor): OrderItem[] {
  return cursor.commas(() => {
    const expression = parseExpression(cursor)
    const descending = cursor.take('DESC')
    if (!descending) cursor.take('ASC')
    if (cursor.take('NULLS', 'LAST')) return { expression, descending, nulls: 'last' as const }
    return { expression, descending, ...(cursor.take('NULLS', 'FIRST') ? { nulls: 'first' as const } : {}) }
  })
}

function call(name: string, args: readonly Expression[], at: Position): Call {
  return { kind: 'call', name, args, line: at.line, column: at.column }
}
