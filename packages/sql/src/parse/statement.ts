import type { DropObject, Insert, ShowObject, Statement } from '../ast.ts'
import { type Position, sqlError } from '../position.ts'
import { Cursor } from './cursor.ts'
import { parseAlter } from './alter.ts'
import { parseCreate } from './ddl.ts'
import { parseQuery } from './query.ts'

type Parse = (cursor: Cursor, at: Position) => Statement

/** What a statement may begin with. */
const STATEMENTS: Readonly<Record<string, Parse>> = {
  SELECT: (cursor) => parseQuery(cursor),
  WITH: (cursor) => parseQuery(cursor),
  VALUES: (cursor) => parseQuery(cursor),
  '(': (cursor) => parseQuery(cursor),
  INSERT: (cursor) => insert(cursor),
  CREATE: (cursor, at) => (cursor.next(), parseCreate(cursor, at)),
  DROP: (cursor, at) => drop(cursor, at),
  ALTER: (cursor, at) => parseAlter(cursor, at),
  EXPLAIN: (cursor, at) => explain(cursor, at),
  DESCRIBE: (cursor, at) => describe(cursor, at),
  DESC: (cursor, at) => describe(cursor, at),
  SHOW: (cursor, at) => show(cursor, at),
  SET: (cursor, at) => set(cursor, at),
  RESET: (cursor, at) => (cursor.next(), { kind: 'reset', key: optionKey(cursor), ...at }),
  USE: (cursor, at) => {
    cursor.next()
    const object = cursor.take('CATALOG') ? 'catalog' : 'database'
    return { kind: 'use', object, name: cursor.qualifiedName(), ...at }
  },
  EXECUTE: (cursor, at) => execute(cursor, at),
  BEGIN: (cursor, at) => statementSet(cursor, at),
  STOP: (cursor, at) => {
    cursor.expect('STOP', 'JOB')
    return { kind: 'stop-job', job: cursor.string(), ...at }
  },
}

/** One statement, with or without a semicolon behind it. @throws Refusal SQL_PARSE, SQL_LIMIT, SQL_UNSUPPORTED */
export function parseStatement(sql: string): Statement {
  const cursor = new Cursor(sql)
  const statement = one(cursor)
  cursor.take(';')
  if (cursor.token.kind !== 'end') throw cursor.unexpected('the end of the statement')
  return statement
}

/** All statements of a script, separated by semicolons, each with its text. */
export function parseScript(sql: string): { readonly statement: Statement; readonly text: string }[] {
  const cursor = new Cursor(sql)
  const all: { statement: Statement; text: string }[] = []
  while (cursor.token.kind !== 'end') {
    if (cursor.take(';')) continue
    const from = cursor.token.from
    const statement = one(cursor)
    const to = cursor.token.from
    if (to < sql.length && !cursor.take(';')) throw cursor.unexpected(';')
    all.push({ statement, text: sql.slice(from, to).trim() })
  }
  return all
}

function one(cursor: Cursor): Statement {
  const at = cursor.position
  const { kind, upper } = cursor.token
  const parse = kind === 'word' || kind === 'symbol' ? STATEMENTS[upper] : undefined
  if (parse !== undefined) return cursor.nested(() => parse(cursor, at))
  if (['ANALYZE', 'CALL', 'DELETE', 'UPDATE', 'LOAD', 'UNLOAD', 'TRUNCATE', 'ADD', 'REMOVE'].includes(upper)) {
    throw sqlError('SQL_UNSUPPORTED', upper, at)
  }
  throw cursor.unexpected('a statement')
}

function insert(cursor: Cursor): Insert {
  const at = cursor.position
  cursor.expect('INSERT')
  if (cursor.is('OVERWRITE')) throw sqlError('SQL_UNSUPPORTED', 'INSERT OVERWRITE', cursor.token)
  cursor.expect('INTO')
  const table = cursor.qualifiedName('a table')
  const columns = cursor.is('(') && cursor.ahead(1).upper !== 'SELECT' ? cursor.list(() => cursor.name('a column')) : []
  return { kind: 'insert', table, columns, query: parseQuery(cursor), ...at }
}

function execute(cursor: Cursor, at: Position): Statement {
  cursor.expect('EXECUTE')
  if (cursor.is('STATEMENT')) return statementSet(cursor, at)
  return one(cursor)
}

/** STATEMENT SET BEGIN insert; insert; END. */
function statementSet(cursor: Cursor, at: Position): Statement {
  const before = cursor.take('BEGIN')
  cursor.expect('STATEMENT', 'SET')
  if (before) cursor.take(';')
  else cursor.expect('BEGIN')
  const inserts: Insert[] = []
  while (!cursor.take('END')) {
    inserts.push(insert(cursor))
    cursor.expect(';')
  }
  if (inserts.length === 0) throw sqlError('SQL_PARSE', 'a statement set needs an INSERT', at)
  return { kind: 'statement-set', inserts, ...at }
}

const DROPS: readonly DropObject[] = ['table', 'view', 'database']

function drop(cursor: Cursor, at: Position): Statement {
  cursor.expect('DROP')
  const temporary = cursor.take('TEMPORARY')
  const object = DROPS.find((one) => cursor.take(one.toUpperCase()))
  if (object === undefined) throw cursor.unexpected('TABLE, VIEW or DATABASE')
  const ifExists = cursor.take('IF', 'EXISTS')
  const name = cursor.qualifiedName()
  const cascade = !cursor.take('RESTRICT') && cursor.take('CASCADE')
  return { kind: 'drop', object, name, ifExists, temporary, cascade, ...at }
}

function explain(cursor: Cursor, at: Position): Statement {
  cursor.expect('EXPLAIN')
  const details: string[] = []
  for (const word of ['PLAN', 'FOR']) cursor.take(word)
  const known = ['ESTIMATED_COST', 'CHANGELOG_MODE', 'JSON_EXECUTION_PLAN', 'PLAN_ADVICE']
  for (
    let found = known.find((one) => cursor.is(one));
    found !== undefined;
    found = known.find((one) => cursor.is(one))
  ) {
    details.push(cursor.next().upper)
    cursor.take(',')
  }
  return { kind: 'explain', statement: one(cursor), details, ...at }
}

function describe(cursor: Cursor, at: Position): Statement {
  cursor.next()
  if (cursor.is('JOB') && cursor.ahead(1).kind === 'string') {
    cursor.next()
    return { kind: 'describe-job', job: cursor.string(), ...at }
  }
  cursor.take('TABLE')
  return { kind: 'describe', name: cursor.qualifiedName('a table'), ...at }
}

const SHOWS: readonly ShowObject[] = [
  'tables',
  'views',
  'catalogs',
  'databases',
  'functions',
  'jobs',
  'current catalog',
  'current database',
  'create table',
  'create view',
  'columns',
]

function show(cursor: Cursor, at: Position): Statement {
  cursor.expect('SHOW')
  const what = SHOWS.find((one) => cursor.take(...one.toUpperCase().split(' ')))
  if (what === undefined) throw cursor.unexpected(`one of ${SHOWS.join(', ').toUpperCase()}`)
  const inColumns = what === 'columns' && (cursor.take('FROM') || cursor.take('IN'))
  const name = what.startsWith('create') || inColumns ? cursor.qualifiedName() : []
  const not = cursor.is('NOT', 'LIKE') && cursor.take('NOT')
  const like = cursor.take('LIKE') ? { pattern: cursor.string(), not } : undefined
  return { kind: 'show', what, name, like, ...at }
}

function set(cursor: Cursor, at: Position): Statement {
  cursor.expect('SET')
  const key = optionKey(cursor)
  if (key === undefined) return { kind: 'set', key, value: '', ...at }
  cursor.expect('=')
  return { kind: 'set', key, value: cursor.token.kind === 'end' ? '' : cursor.next().text, ...at }
}

/** 'a.b', or a.b without quotes as older clients write it. */
function optionKey(cursor: Cursor): string | undefined {
  if (cursor.token.kind === 'string') return cursor.next().text
  const parts: string[] = []
  while (cursor.token.kind === 'word' || cursor.is('.') || cursor.is('-')) parts.push(cursor.next().text)
  return parts.length === 0 ? undefined : parts.join('')
}
