import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
  type Operation,
  type OperationResult,
  type Query,
  RECORDS_MOST,
  type StoredRecord,
  type Transaction,
} from './operation.ts'
import { type Records, mustMeet, withoutRev } from './records.ts'

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

/** Records in one SQLite file. */
export class SqliteStore implements Records {
  readonly #database: DatabaseSync

  /** In memory without a folder. */
  constructor(folder: string | undefined) {
    if (folder !== undefined) mkdirSync(folder, { recursive: true })
    this.#database = new DatabaseSync(folder === undefined ? ':memory:' : join(folder, 'records.sqlite'))
    this.#database.exec(SCHEMA)
  }

  async run(operation: Operation): Promise<OperationResult> {
    const [result] = await this.transact({ operations: [operation] })
    return result as OperationResult
  }

  transact(transaction: Transaction): Promise<OperationResult[]> {
    return new Promise((resolve) => resolve(this.#transact(transaction)))
  }

  ready(): Promise<undefined> {
    return new Promise((resolve) => {
      this.#database.exec('SELECT 1')
      resolve(undefined)
    })
  }

  close(): Promise<void> {
    return new Promise((resolve) => resolve(this.#database.close()))
  }

  #transact({ operations }: Transaction): OperationResult[] {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      const results = operations.map((operation, index) => mustMeet(operation, index, this.#perform(operation)))
      this.#database.exec('COMMIT')
      return results
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }

  #perform(operation: Operation): OperationResult {
    const { table } = operation
    switch (operation.operation) {
      case 'FINDONE': {
        const [row] = this.#find(table, operation.query, 1)
        return row === undefined ? { found: false, count: 0 } : { found: true, count: 1, record: recordOf(row) }
      }
      case 'FINDMANY': {
        const { query, newest = false, limit = RECORDS_MOST } = operation
        const records = this.#find(table, query, limit, newest).map(recordOf)
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

  #find(table: string, query: Query, most: number, newest = false): Row[] {
    const { _rev: rev, ...fields } = query
    const conditions = Object.entries(fields).map(([field, value]) => condition(field, value))
    if (rev !== undefined) conditions.push({ sql: 'rev = ?', values: [Number(rev)] })
    const where = ['name = ?', ...conditions.map(({ sql }) => sql)].join(' AND ')
    const statement = this.#database.prepare(
      `SELECT id, rev, body FROM records WHERE ${where} ORDER BY id ${newest ? 'DESC' : 'ASC'} LIMIT ${most}`,
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
    const id = found[0]?.id ?? this.#insert(table, { ...withoutRev(query), ...withoutRev(record) })
    if (found.length > 0) this.#update(found, record)
    const row = this.#database.prepare('SELECT id, rev, body FROM records WHERE id = ?').get(id) as unknown as Row
    return { found: found.length > 0, count: 1, created: found.length === 0, record: recordOf(row) }
  }

  #insert(table: string, body: object): number {
    const statement = this.#database.prepare('INSERT INTO records (name, rev, body) VALUES (?, 1, ?)')
    return Number(statement.run(table, JSON.stringify(body)).lastInsertRowid)
  }
}

const recordOf = ({ rev, body }: Row): StoredRecord => ({ ...(JSON.parse(body) as object), _rev: rev })

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
