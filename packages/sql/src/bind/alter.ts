import type { Alteration, Statement, TableElements } from '../ast.ts'
import type { Catalog } from '../catalog/catalog.ts'
import type { Table, TableColumn, View } from '../catalog/table.ts'
import { sqlError } from '../position.ts'
import { checkedTable, columnOf } from './ddl.ts'
import { bindQuery } from './query.ts'

type Alter = Extract<Statement, { kind: 'alter' }>

/** Puts the altered table or view in the place of the old one. @throws Refusal SQL_VALIDATION */
export function alter(statement: Alter, catalog: Catalog): void {
  const found = catalog.find(statement.name)
  if (found?.kind !== statement.object) {
    if (found === undefined && statement.ifExists) return
    const what = `${statement.object === 'table' ? 'Table' : 'View'} ${catalog.path(statement.name).join('.')}`
    throw sqlError('SQL_VALIDATION', `${what} does not exist`, statement)
  }
  const { alteration } = statement
  if (alteration.kind === 'rename') {
    const [catalogName, database] = found.path
    const path =
      alteration.to.length === 1
        ? ([catalogName, database, alteration.to[0] as string] as const)
        : catalog.path(alteration.to)
    catalog.replace(found, { ...found, path }, statement)
  } else if (found.kind === 'view') catalog.replace(found, alteredView(found, alteration, catalog), statement)
  else catalog.replace(found, checkedTable(alteredTable(found, alteration, statement), statement), statement)
}

function alteredView(view: View, alteration: Alteration, catalog: Catalog): View {
  if (alteration.kind !== 'as') return view
  bindQuery(alteration.query, { catalog, common: new Map() })
  return { ...view, columns: [], query: alteration.query, text: alteration.text }
}

function alteredTable(table: Table, alteration: Alteration, at: Alter): Table {
  const wanted = (name: string): TableColumn => {
    const found = table.columns.find((column) => column.name === name)
    if (found === undefined) throw sqlError('SQL_VALIDATION', `Column '${name}' is not in ${table.path[2]}`, at)
    return found
  }
  switch (alteration.kind) {
    case 'rename-column':
      wanted(alteration.from)
      return renamedColumn(table, alteration.from, alteration.to, at)
    case 'add':
      return withElements(table, alteration, at)
    case 'modify': {
      for (const { name } of alteration.elements.columns) wanted(name)
      const modified = new Map(alteration.elements.columns.map((column) => [column.name, columnOf(column, [])]))
      const columns = table.columns.map((column) => modified.get(column.name) ?? column)
      return withElements(
        { ...table, columns },
        { ...alteration, elements: { ...alteration.elements, columns: [] } },
        at,
      )
    }
    case 'drop': {
      const left = alteration.columns.map(wanted)
      if (left.some(({ name }) => table.primaryKey.includes(name) || table.watermark?.column === name)) {
        throw sqlError('SQL_VALIDATION', 'a column of the primary key or the watermark cannot be dropped', at)
      }
      return { ...table, columns: table.columns.filter((column) => !left.includes(column)) }
    }
    case 'drop-primary-key':
      return { ...table, primaryKey: [] }
    case 'drop-watermark':
      return { ...table, watermark: undefined }
    case 'set':
      return { ...table, options: { ...table.options, ...alteration.options } }
    case 'reset':
      return {
        ...table,
        options: Object.fromEntries(Object.entries(table.options).filter(([key]) => !alteration.keys.includes(key))),
      }
    default:
      return table
  }
}

function renamedColumn(table: Table, from: string, to: string, at: Alter): Table {
  if (table.columns.some(({ name }) => name === to))
    throw sqlError('SQL_VALIDATION', `Column '${to}' is there already`, at)
  const used = table.columns.some((column) => column.kind === 'computed' && column.text.includes(`\`${from}\``))
  if (used || table.watermark?.column === from) {
    throw sqlError('SQL_VALIDATION', `Column '${from}' is used by a computed column or the watermark`, at)
  }
  return {
    ...table,
    columns: table.columns.map((column) => (column.name === from ? { ...column, name: to } : column)),
    primaryKey: table.primaryKey.map((name) => (name === from ? to : name)),
  }
}

interface Added {
  readonly elements: TableElements
  readonly places: Extract<Alteration, { kind: 'add' | 'modify' }>['places']
}

function withElements(table: Table, { elements, places }: Added, at: Alter): Table {
  const columns = [...table.columns]
  for (const definition of elements.columns) {
    const { name } = definition
    if (columns.some((column) => column.name === name))
      throw sqlError('SQL_VALIDATION', `Column '${name}' is there already`, at)
    const place = places.get(name)
    const after =
      place !== undefined && 'after' in place ? columns.findIndex((column) => column.name === place.after) : -1
    if (place !== undefined && 'after' in place && after < 0) {
      throw sqlError('SQL_VALIDATION', `Column '${place.after}' is not in ${table.path[2]}`, at)
    }
    columns.splice(place === undefined ? columns.length : after + 1, 0, columnOf(definition, elements.primaryKey))
  }
  const primaryKey = elements.primaryKey.length > 0 ? elements.primaryKey : table.primaryKey
  return { ...table, columns, primaryKey, watermark: elements.watermark ?? table.watermark }
}
