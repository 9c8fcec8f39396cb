import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { Fault, messageOf } from '@millrace/kernel'
import type { Outgoing, Put, Sent } from './change.ts'

// One process at a time: memory would be wrong in both. The lock dies with its process.
const SCHEMA = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS rows (name TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (name, key)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS outbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL);
`

/** Rows of JSON and an outbox in one SQLite file: what a commit writes is on disk when it returns, all of it or nothing. */
export class LedgerStore {
  readonly #database: DatabaseSync
  readonly #put: StatementSync
  readonly #remove: StatementSync
  readonly #tell: StatementSync
  readonly #told: StatementSync

  /** In memory without a folder. @throws Fault LEDGER_NOT_OPENED, also when another process has it */
  constructor(folder: string | undefined) {
    if (folder !== undefined) mkdirSync(folder, { recursive: true })
    const path = folder === undefined ? ':memory:' : join(folder, 'ledger.sqlite')
    this.#database = new DatabaseSync(path)
    try {
      this.#database.exec(SCHEMA)
    } catch (error) {
      this.#database.close()
      throw new Fault('LEDGER_NOT_OPENED', `${path}: ${messageOf(error)}; does another process run on this DATA_DIR?`)
    }
    this.#put = this.#database.prepare('INSERT OR REPLACE INTO rows (name, key, body) VALUES (?, ?, ?)')
    this.#remove = this.#database.prepare('DELETE FROM rows WHERE name = ? AND key = ?')
    this.#tell = this.#database.prepare('INSERT INTO outbox (body) VALUES (?)')
    this.#told = this.#database.prepare('DELETE FROM outbox WHERE seq = ?')
  }

  *rows(): Generator<Put> {
    for (const row of this.#database.prepare('SELECT name, key, body FROM rows').iterate()) {
      yield { table: String(row['name']), key: String(row['key']), value: JSON.parse(String(row['body'])) as object }
    }
  }

  /** What is still to be sent, in order. */
  outbox(): Sent[] {
    const rows = this.#database.prepare('SELECT seq, body FROM outbox ORDER BY seq').all()
    return rows.map((row) => ({ ...(JSON.parse(String(row['body'])) as Outgoing), seq: Number(row['seq']) }))
  }

  /** Gives what is to be sent, numbered. `told`: numbers that need not be kept any longer. */
  commit(puts: readonly Put[], tell: readonly Outgoing[], told: readonly number[]): Sent[] {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      for (const { table, key, value } of puts) {
        if (value === undefined) this.#remove.run(table, key)
        else this.#put.run(table, key, JSON.stringify(value))
      }
      const sent = tell.map((each) => ({ ...each, seq: Number(this.#tell.run(JSON.stringify(each)).lastInsertRowid) }))
      for (const seq of told) this.#told.run(seq)
      this.#database.exec('COMMIT')
      return sent
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }

  close(): void {
    this.#database.close()
  }
}
