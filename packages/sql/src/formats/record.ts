import { DELETE, INSERT, type Kind, type Row, UPDATE_AFTER, adds } from '@millrace/dataflow'
import { messageOf } from '@millrace/kernel'
import { type Table, type TableColumn, isUpsert, sinkColumns, sourceColumns } from '../catalog/table.ts'
import { sqlError } from '../position.ts'
import type { Wanted } from '../plan/wanted.ts'
import { parseJson } from '../types/parse-json.ts'
import { csvLine, csvReader } from './csv.ts'
import { jsonReader, jsonWriter } from './json.ts'
import { type Format, type Layout, layoutOf } from './layout.ts'
import { rawReader, rawWriter } from './raw.ts'

/** A record as a source gives it. */
export interface SourceRecord {
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  /** Milliseconds since 1970. */
  readonly timestamp: number
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/** Puts what it reads into the row's places. */
type Reader = (bytes: Uint8Array | null, row: unknown[]) => void

/**
 * Turns records into rows of `sourceColumns(table)`, with null in columns of JSON that are not wanted; undefined for records that say nothing (a tombstone in a table
 * that is no upsert table, a poison record that may be ignored).
 *
 * @throws Refusal SQL_RUNTIME naming the record
 */
export function recordReader(
  table: Table,
  wanted: Wanted = 'all',
): (record: SourceRecord) => { kind: Kind; row: Row } | undefined {
  const layout = layoutOf(table)
  const columns = sourceColumns(table)
  const empty = columns.map(() => null)
  const places = { columns, wanted }
  const key = layout.keyFormat === undefined ? undefined : reader(layout.keyFormat, layout.keyColumns, places, layout)
  const value = reader(layout.valueFormat, layout.valueColumns, places, layout)
  const metadata = columns.flatMap((column, at) =>
    column.kind === 'metadata' ? [[at, metadataOf(column.key)] as const] : [],
  )
  const upsert = isUpsert(table)
  const read = (record: SourceRecord): { kind: Kind; row: Row } | undefined => {
    const row: unknown[] = empty.slice()
    for (const [at, of] of metadata) row[at] = of(record)
    if (record.value === null && !upsert && layout.valueFormat !== 'raw') return undefined
    if (record.value !== null) value(record.value, row)
    key?.(record.key, row)
    return { kind: upsert ? (record.value === null ? DELETE : UPDATE_AFTER) : INSERT, row }
  }
  return (record) => {
    try {
      return read(record)
    } catch (error) {
      if (layout.ignoreErrors) return undefined
      const { topic, partition, offset } = record
      throw sqlError('SQL_RUNTIME', `record ${offset} of ${topic}-${partition} cannot be read: ${messageOf(error)}`)
    }
  }
}

interface Places {
  /** Of the row. */
  readonly columns: readonly TableColumn[]
  readonly wanted: Wanted
}

function reader(format: Format, held: readonly TableColumn[], { columns, wanted }: Places, { csv }: Layout): Reader {
  const places = held.map((column) => columns.indexOf(column))
  if (format === 'csv') {
    const read = csvReader(held, csv)
    return (bytes, row) => {
      if (bytes === null) return
      const values = read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString())
      places.forEach((place, at) => (row[place] = values[at]))
    }
  }
  if (format === 'raw') {
    const read = rawReader((held[0] as TableColumn).type)
    return (bytes, row) => void (row[places[0] as number] = bytes === null ? null : read(bytes))
  }
  const fields = held.flatMap(({ name, type }, at) => {
    const place = places[at] as number
    const part = wanted === 'all' ? 'all' : wanted.get(place)
    return part === undefined ? [] : [{ place, name, read: jsonReader(type, part) }]
  })
  return (bytes, row) => {
    if (bytes === null) return
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
    const object = parseJson(text) as Record<string, unknown> | null
    if (object === null || typeof object !== 'object') throw new TypeError('the value is no JSON object')
    for (const { place, name, read } of fields) row[place] = read(object[name])
  }
}

function metadataOf(key: string): (record: SourceRecord) => unknown {
  switch (key) {
    case 'timestamp':
    case 'topic':
    case 'partition':
    case 'offset':
      return (record) => record[key]
    default:
      throw sqlError('SQL_UNSUPPORTED', `metadata '${key}': there are timestamp, topic, partition and offset`)
  }
}

/** What a row becomes in the log; a null value deletes the key. */
export interface SinkRecord {
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  /** From a column METADATA FROM 'timestamp'. */
  readonly timestamp: number | undefined
}

/** Turns rows of `sinkColumns(table)` into records. -U needs none: give +I, +U and -D only. */
export function recordWriter(table: Table): (kind: Kind, row: Row) => SinkRecord {
  const layout = layoutOf(table)
  const columns = sinkColumns(table)
  const key = layout.keyFormat === undefined ? () => null : writer(layout.keyFormat, layout.keyColumns, columns, layout)
  const value = writer(layout.valueFormat, layout.valueColumns, columns, layout)
  const time = columns.findIndex((column) => column.kind === 'metadata' && column.key === 'timestamp')
  return (kind, row) => ({
    key: key(row),
    value: adds(kind) ? value(row) : null,
    timestamp: time < 0 || row[time] === null ? undefined : (row[time] as number),
  })
}

function writer(
  format: Format,
  wanted: readonly TableColumn[],
  columns: readonly TableColumn[],
  { csv, plainDecimals }: Layout,
): (row: Row) => Uint8Array | null {
  const places = wanted.map((column) => columns.indexOf(column))
  if (format === 'csv') {
    const write = csvLine(wanted, csv)
    return (row) => Buffer.from(write(places.map((place) => row[place])))
  }
  if (format === 'json') {
    const placed = wanted.map(({ name, type }, at) => ({ name, type, place: places[at] as number }))
    const write = jsonWriter(placed, plainDecimals)
    return (row) => Buffer.from(write(row))
  }
  const write = rawWriter((wanted[0] as TableColumn).type)
  const [place = 0] = places
  return (row) => (row[place] === null || row[place] === undefined ? null : write(row[place]))
}
