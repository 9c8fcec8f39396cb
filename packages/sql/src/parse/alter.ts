import type { Alteration, Place, Statement } from '../ast.ts'
import { type Position, sqlError } from '../position.ts'
import type { Cursor } from './cursor.ts'
import { type Parts, parseOptions, tableElement, textFrom } from './ddl.ts'
import { parseQuery } from './query.ts'

/** ALTER TABLE | VIEW. */
export function parseAlter(cursor: Cursor, at: Position): Statement {
  cursor.expect('ALTER')
  const object = cursor.take('TABLE') ? 'table' : cursor.take('VIEW') ? 'view' : undefined
  if (object === undefined) throw sqlError('SQL_UNSUPPORTED', `ALTER ${cursor.token.upper}`, cursor.token)
  const ifExists = cursor.take('IF', 'EXISTS')
  const name = cursor.qualifiedName(`a ${object}`)
  const alteration = object === 'table' ? ofTable(cursor) : ofView(cursor)
  return { kind: 'alter', object, name, ifExists, alteration, ...at }
}

function ofView(cursor: Cursor): Alteration {
  if (cursor.take('RENAME', 'TO')) return { kind: 'rename', to: cursor.qualifiedName() }
  cursor.expect('AS')
  const from = cursor.token.from
  const query = parseQuery(cursor)
  return { kind: 'as', query, text: textFrom(cursor, from) }
}

function ofTable(cursor: Cursor): Alteration {
  if (cursor.take('RENAME', 'TO')) return { kind: 'rename', to: cursor.qualifiedName() }
  if (cursor.take('RENAME')) {
    const from = cursor.name('a column')
    cursor.expect('TO')
    return { kind: 'rename-column', from, to: cursor.name('a column') }
  }
  if (cursor.take('ADD')) return { kind: 'add', ...elements(cursor) }
  if (cursor.take('MODIFY')) return { kind: 'modify', ...elements(cursor) }
  if (cursor.take('DROP')) return dropped(cursor)
  if (cursor.take('SET')) return { kind: 'set', options: parseOptions(cursor) }
  if (cursor.take('RESET')) return { kind: 'reset', keys: cursor.list(() => cursor.string()) }
  throw cursor.unexpected('RENAME, ADD, MODIFY, DROP, SET or RESET')
}

function elements(cursor: Cursor): { elements: Parts; places: Map<string, Place> } {
  const parts: Parts = { columns: [], primaryKey: [], watermark: undefined }
  const places = new Map<string, Place>()
  const one = (): void => {
    cursor.take('COLUMN')
    const before = parts.columns.length
    tableElement(cursor, parts)
    const added = parts.columns[before]?.name
    if (added === undefined) return
    if (cursor.take('FIRST')) places.set(added, { first: true })
    else if (cursor.take('AFTER')) places.set(added, { after: cursor.name('a column') })
  }
  if (cursor.is('(')) cursor.list(one)
  else one()
  return { elements: parts, places }
}

function dropped(cursor: Cursor): Alteration {
  if (cursor.take('PRIMARY', 'KEY')) return { kind: 'drop-primary-key' }
  if (cursor.take('CONSTRAINT')) {
    cursor.name('the name of a constraint')
    return { kind: 'drop-primary-key' }
  }
  if (cursor.take('WATERMARK')) return { kind: 'drop-watermark' }
  cursor.take('COLUMN')
  const column = (): string => cursor.name('a column')
  return { kind: 'drop', columns: cursor.is('(') ? cursor.list(column) : [column()] }
}
