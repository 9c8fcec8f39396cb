import type { ColumnDefinition, CreateTable, Expression, LikeClause, Statement } from '../ast.ts'
import { type Position, sqlError } from '../position.ts'
import { lex } from '../lex.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression } from './expression.ts'
import { parseQuery } from './query.ts'
import { parseType } from './type.ts'

/** What follows CREATE. */
export function parseCreate(cursor: Cursor, at: Position): Statement {
  const temporary = cursor.take('TEMPORARY')
  if (cursor.take('TABLE')) return createTable(cursor, at, temporary)
  if (cursor.take('VIEW')) return createView(cursor, at, temporary)
  if (cursor.take('DATABASE')) {
    return {
      kind: 'create-database',
      ifNotExists: cursor.take('IF', 'NOT', 'EXISTS'),
      name: cursor.qualifiedName(),
      ...at,
    }
  }
  throw sqlError('SQL_UNSUPPORTED', `CREATE ${cursor.token.upper}`, cursor.token)
}

function createView(cursor: Cursor, at: Position, temporary: boolean): Statement {
  const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS')
  const name = cursor.qualifiedName('a view')
  const columns = cursor.is('(') ? cursor.list(() => cursor.name('a column')) : []
  if (cursor.take('COMMENT')) cursor.string()
  cursor.expect('AS')
  const from = cursor.token.from
  const query = parseQuery(cursor)
  return { kind: 'create-view', name, temporary, ifNotExists, columns, query, text: textFrom(cursor, from), ...at }
}

/** What stands between the parentheses of a table. */
export interface Parts {
  readonly columns: ColumnDefinition[]
  primaryKey: string[]
  watermark: CreateTable['watermark']
}

const FEATURES = ['ALL', 'CONSTRAINTS', 'DISTRIBUTION', 'GENERATED', 'METADATA', 'OPTIONS', 'PARTITIONS', 'WATERMARKS']
const STRATEGIES = ['INCLUDING', 'EXCLUDING', 'OVERWRITING'] as const

function likeClause(cursor: Cursor): LikeClause {
  const name = cursor.qualifiedName('a table')
  const choices = new Map<string, (typeof STRATEGIES)[number]>()
  if (!cursor.take('(')) return { name, choices }
  while (!cursor.take(')')) {
    const strategy = STRATEGIES.find((word) => cursor.take(word))
    if (strategy === undefined) throw cursor.unexpected('INCLUDING, EXCLUDING, OVERWRITING or )')
    const feature = FEATURES.find((word) => cursor.take(word))
    if (feature === undefined) throw cursor.unexpected(`one of ${FEATURES.join(', ')}`)
    choices.set(feature, strategy)
  }
  return { name, choices }
}

function createTable(cursor: Cursor, at: Position, temporary: boolean): CreateTable {
  const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS')
  const name = cursor.qualifiedName('a table')
  const parts: Parts = { columns: [], primaryKey: [], watermark: undefined }
  if (cursor.is('(')) cursor.list(() => tableElement(cursor, parts))
  const comment = cursor.take('COMMENT') ? cursor.string() : undefined
  if (cursor.is('PARTITIONED')) throw sqlError('SQL_UNSUPPORTED', 'PARTITIONED BY', cursor.token)
  if (cursor.take('DISTRIBUTED')) distribution(cursor)
  const options = cursor.take('WITH') ? parseOptions(cursor) : {}
  const like = cursor.take('LIKE') ? likeClause(cursor) : undefined
  const as = cursor.take('AS') ? parseQuery(cursor) : undefined
  return { kind: 'create-table', name, temporary, ifNotExists, comment, options, like, as, ...parts, ...at }
}

/** DISTRIBUTED BY [HASH] (…) INTO n BUCKETS, as in Confluent Cloud: our topics have the partitions that the options say. */
function distribution(cursor: Cursor): void {
  if (cursor.take('BY')) {
    cursor.take('HASH')
    skipParentheses(cursor)
  }
  if (!cursor.take('INTO')) return
  cursor.integer()
  cursor.expect('BUCKETS')
}

function skipParentheses(cursor: Cursor): void {
  cursor.list(() => {
    while (!cursor.is(',') && !cursor.is(')')) {
      if (cursor.next().kind === 'end') throw cursor.unexpected(')')
    }
  })
}

/** ('key' = 'value', …). */
export function parseOptions(cursor: Cursor): Record<string, string> {
  const pairs = cursor.list(() => {
    const key = cursor.string()
    cursor.expect('=')
    return [key, cursor.string()] as const
  }, true)
  return Object.fromEntries(pairs)
}

export function tableElement(cursor: Cursor, parts: Parts): void {
  if (cursor.take('CONSTRAINT')) cursor.name('the name of a constraint')
  if (cursor.take('PRIMARY', 'KEY')) {
    setPrimaryKey(
      cursor,
      parts,
      cursor.list(() => cursor.name('a column')),
    )
  } else if (cursor.take('WATERMARK')) {
    cursor.expect('FOR')
    const column = cursor.name('a column')
    cursor.expect('AS')
    parts.watermark = { column, ...withText(cursor) }
  } else parts.columns.push(columnDefinition(cursor, parts))
}

/** Keys are not enforced: nobody but the sink's owner could. @throws Refusal SQL_VALIDATION */
function setPrimaryKey(cursor: Cursor, parts: Parts, columns: string[]): void {
  const at = cursor.position
  if (!cursor.take('NOT', 'ENFORCED')) {
    throw sqlError('SQL_VALIDATION', 'a PRIMARY KEY is not enforced: write NOT ENFORCED behind it', at)
  }
  if (parts.primaryKey.length > 0) throw sqlError('SQL_VALIDATION', 'Duplicate primary key definition', at)
  parts.primaryKey = columns
}

function withText(cursor: Cursor): { expression: Expression; text: string } {
  const from = cursor.token.from
  const expression = parseExpression(cursor)
  return { expression, text: quotedText(textFrom(cursor, from), expression) }
}

/** The text with its columns in backticks, as Flink shows expressions. */
function quotedText(text: string, expression: Expression): string {
  const names = new Set<string>()
  JSON.stringify(expression, (_key, value: unknown) => {
    const { kind, parts } = (value ?? {}) as { kind?: string; parts?: string[] }
    if (kind === 'name') for (const part of parts ?? []) names.add(part)
    return typeof value === 'bigint' ? String(value) : value
  })
  const tokens = lex(text)
  return tokens
    .map((token, at) => {
      const gap = text.slice(tokens[at - 1]?.to ?? 0, token.from)
      const own = text.slice(token.from, token.to)
      return gap + (token.kind === 'word' && names.has(token.text) && tokens[at + 1]?.text !== '(' ? `\`${own}\`` : own)
    })
    .join('')
}

export function textFrom(cursor: Cursor, from: number): string {
  return cursor.sql.slice(from, cursor.token.from).trim()
}

function columnDefinition(cursor: Cursor, parts: Parts): ColumnDefinition {
  const at = cursor.position
  const name = cursor.name('a column')
  if (cursor.take('AS')) return { kind: 'computed', name, ...withText(cursor), comment: commentOf(cursor), ...at }
  const type = parseType(cursor)
  if (cursor.take('METADATA')) {
    const key = cursor.take('FROM') ? cursor.string() : name
    return { kind: 'metadata', name, type, key, virtual: cursor.take('VIRTUAL'), comment: commentOf(cursor), ...at }
  }
  if (cursor.take('PRIMARY', 'KEY')) {
    setPrimaryKey(cursor, parts, [name])
  }
  return { kind: 'physical', name, type, comment: commentOf(cursor), ...at }
}

function commentOf(cursor: Cursor): string | undefined {
  return cursor.take('COMMENT') ? cursor.string() : undefined
}
