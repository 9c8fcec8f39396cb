import type { ShowObject } from '../ast.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { type Table, type TableColumn, type View, ROWTIME, isHidden } from '../catalog/table.ts'
import { aggregateFunctions } from '../functions/aggregate.ts'
import { scalarFunctions } from '../functions/index.ts'
import type { Column } from '../plan/plan.ts'
import { nullable, plain, typeText } from '../types/type.ts'

type Rows = readonly [columns: readonly string[], rows: readonly (readonly unknown[])[]]

const listed = (column: string, names: readonly string[]): Rows => [[column], names.map((name) => [name])]

/** The answers of SHOW …; jobs are known to whoever runs them. */
export function showRows(
  what: Exclude<ShowObject, 'create table' | 'create view' | 'jobs' | 'columns'>,
  catalog: Catalog,
): Rows {
  switch (what) {
    case 'tables':
      return listed('table name', catalog.list())
    case 'views':
      return listed('view name', catalog.list('view'))
    case 'catalogs':
      return listed('catalog name', catalog.catalogs())
    case 'databases':
      return listed('database name', catalog.databases())
    case 'functions':
      return listed('function name', [...scalarFunctionNames(), ...aggregateFunctionNames()].toSorted())
    case 'current catalog':
      return listed('current catalog name', [catalog.catalog])
    case 'current database':
      return listed('current database name', [catalog.database])
  }
}

function metadataText({ name, key, virtual }: Extract<TableColumn, { kind: 'metadata' }>): string {
  return `METADATA${key === name ? '' : ` FROM '${key}'`}${virtual ? ' VIRTUAL' : ''}`
}

/** name, type, null, key, extras, watermark, as DESCRIBE has them; the comment too when there is any. */
export function describeRows(
  object: Table | View,
  viewColumns: readonly Column[],
  commented = false,
): (readonly unknown[])[] {
  if (object.kind === 'view')
    return viewColumns.map(({ name, type }) => [name, typeText(plain(nullable(type))), type.nullable, null, null, null])
  return object.columns.flatMap((column) => {
    if (isHidden(column)) return []
    const { name, type } = column
    const key = object.primaryKey.includes(name) ? `PRI(${object.primaryKey.join(', ')})` : null
    const extras =
      column.kind === 'computed' ? `AS ${column.text}` : column.kind === 'metadata' ? metadataText(column) : null
    const watermark = object.watermark?.column === name ? object.watermark.text : null
    const shown = typeText(nullable(watermark === null ? type : { ...type, time: 'rowtime' }))
    const row = [name, shown, type.nullable, key, extras, watermark]
    return [commented ? [...row, column.comment ?? null] : row]
  })
}

/** The statement that makes the object, as SHOW CREATE gives it; `whole` is with what is there undeclared. */
export function showCreate(object: Table | View, whole = false): string {
  const path = object.path.map((part) => `\`${part.replaceAll('`', '``')}\``).join('.')
  if (object.kind === 'view') return `CREATE VIEW ${path}${viewColumns(object)} AS\n${object.text}`
  const parts = object.columns.flatMap((column) => {
    if (!whole && isHidden(column)) return []
    const comment = column.comment === undefined ? '' : ` COMMENT '${column.comment.replaceAll("'", "''")}'`
    if (column.kind === 'computed') return `  \`${column.name}\` AS ${column.text}${comment}`
    const type = typeText(plain(column.type))
      .replace(/^STRING/, 'VARCHAR(2147483647)')
      .replace(/^BYTES/, 'VARBINARY(2147483647)')
    return `  \`${column.name}\` ${type}${column.kind === 'metadata' ? ` ${metadataText(column)}` : ''}${comment}`
  })
  if (object.watermark !== undefined && (whole || object.watermark.column !== ROWTIME))
    parts.push(`  WATERMARK FOR \`${object.watermark.column}\` AS ${object.watermark.text}`)
  if (object.primaryKey.length > 0)
    parts.push(
      `  CONSTRAINT \`PK_${object.primaryKey.join('_')}\` PRIMARY KEY (${object.primaryKey.map((name) => `\`${name}\``).join(', ')}) NOT ENFORCED`,
    )
  const options = Object.entries(object.options)
    .toSorted()
    .map(([key, value]) => `  '${key}' = '${value.replaceAll("'", "''")}'`)
  const withOptions = options.length === 0 ? '' : `\nWITH (\n${options.join(',\n')}\n)`
  const comment = object.comment === undefined ? '' : `\nCOMMENT '${object.comment.replaceAll("'", "''")}'`
  const create = object.temporary === true ? 'CREATE TEMPORARY TABLE' : 'CREATE TABLE'
  return `${create} ${path} (\n${parts.join(',\n')}\n)${comment}${withOptions}\n`
}

function viewColumns({ columns }: View): string {
  return columns.length === 0 ? '' : ` (${columns.map((name) => `\`${name}\``).join(', ')})`
}

const isWord = (name: string): boolean => /^\w+$/.test(name)

/** Scalar functions that are called by a name. */
export function scalarFunctionNames(): string[] {
  return [...scalarFunctions.keys()].filter(isWord)
}

export function aggregateFunctionNames(): string[] {
  return [...aggregateFunctions.keys()].filter(isWord)
}
