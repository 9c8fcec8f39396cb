import { type Table, type TableColumn, isUpsert } from '../catalog/table.ts'
import { sqlError } from '../position.ts'
import { type CsvOptions, csvOptions } from './csv.ts'

export type Format = 'raw' | 'json' | 'csv'

/** Which columns a record's key and value hold, and how they are written. */
export interface Layout {
  readonly keyFormat: Format | undefined
  readonly keyColumns: readonly TableColumn[]
  readonly valueFormat: Format
  readonly valueColumns: readonly TableColumn[]
  /** Rows that do not parse are left out instead of failing the job. */
  readonly ignoreErrors: boolean
  /** JSON has 10 for a DECIMAL of ten; Flink writes 1E+1 unless told otherwise. */
  readonly plainDecimals: boolean
  readonly csv: CsvOptions
}

/**
 * The layout that a table's options say, in the words of Flink's kafka and upsert-kafka connectors. A table without a
 * connector follows Confluent's mapping: a primary key of one STRING is the record's key as it stands, any other is
 * JSON, and the value is JSON of all columns.
 *
 * @throws Refusal SQL_VALIDATION, SQL_UNSUPPORTED
 */
export function layoutOf(table: Table): Layout {
  const { options, columns, primaryKey } = table
  const physical = columns.filter(({ kind }) => kind === 'physical')
  const upsert = isUpsert(table)
  const keyNames = upsert ? primaryKey : (options['key.fields'] ?? '').split(';').filter((name) => name !== '')
  const keyColumns = keyNames.map((name) => {
    const found = physical.find((column) => column.name === name)
    if (found === undefined) throw sqlError('SQL_VALIDATION', `key column '${name}' is not in ${table.path[2]}`)
    return found
  })
  const except = options['value.fields-include'] === 'EXCEPT_KEY'
  const valueColumns = except ? physical.filter((column) => !keyColumns.includes(column)) : physical
  const given = options['key.format']
  const layout: Layout = {
    keyFormat: keyColumns.length === 0 ? undefined : given === undefined ? keyDefault(keyColumns) : formatOf(given),
    keyColumns,
    valueFormat: formatOf(options['value.format'] ?? options['format'] ?? 'json'),
    valueColumns,
    plainDecimals:
      options['connector'] === undefined ||
      ['json', 'value.json', 'key.json'].some(
        (format) => options[`${format}.encode.decimal-as-plain-number`] === 'true',
      ),
    ignoreErrors: ['json', 'value.json', 'csv', 'value.csv'].some((format) => {
      return options[`${format}.ignore-parse-errors`] === 'true'
    }),
    csv: csvOptions(options),
  }
  checkRaw(layout.keyFormat, keyColumns, 'key.format')
  checkRaw(layout.valueFormat, valueColumns, 'value.format')
  return layout
}

function keyDefault([first, ...more]: readonly TableColumn[]): Format {
  return first?.type.name === 'VARCHAR' && more.length === 0 ? 'raw' : 'json'
}

function formatOf(name: string): Format {
  if (name === 'raw' || name === 'json' || name === 'csv') return name
  throw sqlError('SQL_UNSUPPORTED', `format '${name}': there are raw, json and csv`)
}

function checkRaw(format: Format | undefined, columns: readonly TableColumn[], option: string): void {
  if (format !== 'raw' || columns.length === 1) return
  throw sqlError('SQL_VALIDATION', `'${option}' = 'raw' takes one column, not ${columns.length}`)
}
