import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Refusal } from '@millrace/kernel'
import type { Operation, OperationResult, Query, StoredRecord, Transaction } from './operation.ts'

const RECORDS_MOST = 1000
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS records (id INTEGER PRIMARY KEY, name TEXT NOT NULL, rev INTEGER NOT NULL, body TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS by_id ON records (name, json_extract(body, '$._id'));
  CREATE INDEX IF NOT EXISTS by_product ON records (name, json_extract(body, '$.product'));
`

interface Row {
  readonly id: number
  readonly rev: number
  readonly body: string
}

/** Records of JSON in tables, in one SQLite file; an operation is durable when it returns. */
export class RecordsStore {
  readonly #database: DatabaseSync

  /** In memory without a folder. */
  constructor(folder: string | undefined) {
    if (folder !== undefined) mkdirSync(folder, { recursive: true })
    this.#database = new DatabaseSync(folder === undefined ? ':memory:' : join(folder, 'records.sqlite'))
    this.#database.exec(SCHEMA)
  }

  run(operation: Operation): OperationResult {
    return this.transact({ operations: [operation] })[0] as OperationResult
  }

  /** @throws Refusal EXPECTATION_FAILED when an operation did not do what it was to do; then none was done. */
  transact({ operations }: Transaction): OperationResult[] {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      const results = operations.map((operation, index) => {
        const result = this.#perform(operation)
        const { expect = result.count, created = result.created } = operation
        if (expect === result.count && created === result.created) return result
        const text = `operation ${index} (${operation.operation} on ${operation.table}) met ${result.count} records; nothing was changed`
        throw new Refusal('EXPECTATION_FAILED', text)
      })
      this.#database.exec('COMMIT')
      return results
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }

  close(): void {
    this.#database.close()
  }

  #perform(operation: Operation): OperationResult {
    const { table } = operation
    switch (operation.operation) {
      case 'FINDONE': {
        const [row] = this.#find(table, operation.query, 1)
        return row === undefined ? { found: false, count: 0 } : { found: true, count: 1, record: recordOf(row) }
      }
      case 'FINDMANY': {
        const records = this.#find(table, operation.query, RECORDS_MOST).map(recordOf)
        return { found: records.length > 0, count: records.length, records }
      }
      case 'UPDATEONE':
        return this.#update(this.#find(table, operation.query, 1), operation.record)
      case 'UPDATE':
      case 'UPDATEMANY':
        return this.#update(this.#find(table, operation.query, RECORDS_MOST), operation.record)
      case 'DELETEONE':
        return this.#delete(this.#find(table, operation.query, 1))
      case 'DELETE':
      case 'DELETEMANY':
        return this.#delete(this.#find(table, operation.query, RECORDS_MOST))
      case 'UPSERT':
        return this.#upsert(operation)
    }
  }

  #find(table: string, query: Query, most: number): Row[] {
    const { _rev: rev, ...fields } = query
    const conditions = Object.entries(fields).map(([field, value]) => condition(field, value))
    if (rev !== undefined) conditions.push({ sql: 'rev = ?', values: [Number(rev)] })
    const where = ['name = ?', ...conditions.map(({ sql }) => sql)].join(' AND ')
    const statement = this.#database.prepare(
      `SELECT id, rev, body FROM records WHERE ${where} ORDER BY id LIMIT ${most}`,
    )
    return statement.all(table, ...conditions.flatMap(({ values }) => values)) as unknown as Row[]
  }

  #update(rows: readonly Row[], change: Readonly<Record<string, unknown>>): OperationResult {
    const statement = this.#database.prepare('UPDATE records SET rev = rev + 1, body = ? WHERE id = ?')
    for (const { id, body } of rows) {
      statement.run(JSON.stringify({ ...(JSON.parse(body) as object), ...withoutRev(change) }), id)
    }
    return { found: rows.length > 0, count: rows.length }
  }

  #delete(rows: readonly Row[]): OperationResult {
    const statement = this.#database.prepare('DELETE FROM records WHERE id = ?')
    for (const { id } of rows) statement.run(id)
    return { found: rows.length > 0, count: rows.length }
  }

  #upsert({ table, query, record }: Extract<Operation, { operation: 'UPSERT' }>): OperationResult {
    const found = this.#find(table, query, 1)
    if (found.length > 0) {
      this.#update(found, record)
    } else {
      const body = JSON.stringify({ ...withoutRev(query), ...withoutRev(record) })
      this.#database.prepare('INSERT INTO records (name, rev, body) VALUES (?, 1, ?)').run(table, body)
    }
    const { _rev, ...fields } = query
    const changed = Object.fromEntries(Object.keys(fields).map((key) => [key, record[key] ?? fields[key]]))
    const [row] = this.#find(table, changed as Query, 1)
    const created = found.length === 0
    return { found: !created, count: 1, created, ...(row !== undefined && { record: recordOf(row) }) }
  }
}

const recordOf = ({ rev, body }: Row): StoredRecord => ({ ...(JSON.parse(body) as object), _rev: rev })

function withoutRev(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { _rev, ...rest } = given
  return rest
}

/** SQLite gives JSON's true and false as 1 and 0, so the type is asked for beside the value. */
function condition(
  field: string,
  value: string | number | boolean | null,
): { sql: string; values: (string | number)[] } {
  // Field names are letters, digits, _ and - only (the schema says so): they can stand in the text, where indexes see them.
  const path = /^[\w]+$/u.test(field) ? `'$.${field}'` : `'$."${field}"'`
  if (value === null) return { sql: `coalesce(json_type(body, ${path}), 'null') = 'null'`, values: [] }
  if (typeof value === 'boolean') return { sql: `json_type(body, ${path}) = ?`, values: [String(value)] }
  // Without the type, 1 would also find true.
  const types = typeof value === 'number' ? `('integer', 'real')` : `('text')`
  return { sql: `json_extract(body, ${path}) = ? AND json_type(body, ${path}) IN ${types}`, values: [value] }
}
