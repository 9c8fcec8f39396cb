import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite'
import { type EngineEvent, decodeEvent } from '@millrace/engine/events'
import { Fault } from '@millrace/kernel'
import { records } from '@millrace/log/batches'
import { project } from '../project/index.ts'
import { batchesIn } from './batches-in.ts'
import { LATER_INDEXES, SCHEMA, SCHEMA_VERSION, TABLES, TABLES_OF_INSTANCES } from './schema.ts'
import { Statements } from './statements.ts'

// FULL: the engine trims its events up to the position that is told, so that it must never go back.
const PRAGMAS = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -2000;'
const FORGOTTEN_AT_ONCE = 500

export interface Query {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}
export type Row = Readonly<Record<string, SQLOutputValue>>

/** The engine's events as tables, with the position up to which they are in it. */
export class HistoryStore {
  readonly #database: DatabaseSync
  readonly #tables: Statements
  #position: number

  /**
   * In memory without a folder.
   *
   * @throws Fault HISTORY_FORMAT when another version wrote the file
   */
  constructor(folder: string | undefined) {
    if (folder !== undefined) mkdirSync(folder, { recursive: true })
    this.#database = new DatabaseSync(folder === undefined ? ':memory:' : join(folder, 'history.sqlite'))
    this.#database.exec(PRAGMAS)
    this.#create()
    this.#database.exec(LATER_INDEXES)
    this.#tables = new Statements(this.#database)
    this.#position = Number(this.#database.prepare('SELECT position FROM progress').get()?.['position'])
  }

  /** Offset of the first event that is not in it. */
  get position(): number {
    return this.#position
  }

  /** Takes whole batches of the stream, and the position after them, in one transaction. */
  apply(block: Uint8Array, next: number): void {
    const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength)
    this.#transaction(() => {
      for (const batch of batchesIn(bytes)) {
        for (const record of records(batch)) {
          if (record.offset < this.#position || record.offset >= next) continue
          project({ event: decodeEvent(record), position: record.offset, tables: this.#tables })
        }
      }
      this.#tables.run('UPDATE progress SET position = ?', next)
    })
    this.#position = next
  }

  /** Takes events whose place in the stream is gone, all of it up to `next`. */
  learn(events: readonly EngineEvent[], next: number): void {
    this.#transaction(() => {
      for (const event of events) project({ event, position: next, tables: this.#tables })
      this.#tables.run('UPDATE progress SET position = ?', next)
    })
    this.#position = next
  }

  /** Forgets everything: the log that it was made from is another one. */
  reset(): void {
    this.#transaction(() => {
      for (const table of TABLES) this.#tables.run(`DELETE FROM ${table}`)
      this.#tables.run('UPDATE progress SET position = 0')
    })
    this.#position = 0
  }

  query({ sql, values }: Query): readonly Row[] {
    return this.#database.prepare(sql).all(...values)
  }

  /** Forgets process instances and messages that ended before; some at a time. True when there are more. */
  forget(before: number): boolean {
    const chosen = 'SELECT key FROM instances WHERE ended < ? ORDER BY ended LIMIT ?'
    const ended = this.query({ sql: chosen, values: [before, FORGOTTEN_AT_ONCE] }).map((row) => Number(row['key']))
    const some = 'SELECT key FROM messages WHERE expired < ? ORDER BY expired LIMIT ?'
    let messages = 0
    this.#transaction(() => {
      for (const key of ended) {
        for (const table of TABLES_OF_INSTANCES) this.#tables.run(`DELETE FROM ${table} WHERE instanceKey = ?`, key)
        this.#tables.run('DELETE FROM instances WHERE key = ?', key)
      }
      messages = this.#tables.run(`DELETE FROM messages WHERE key IN (${some})`, before, FORGOTTEN_AT_ONCE)
    })
    return ended.length === FORGOTTEN_AT_ONCE || messages === FORGOTTEN_AT_ONCE
  }

  close(): void {
    this.#database.close()
  }

  #create(): void {
    const version = Number(this.#database.prepare('PRAGMA user_version').get()?.['user_version'])
    if (version === SCHEMA_VERSION) return
    if (version !== 0) {
      this.#database.close()
      const text = `the file of the history has format ${version}; this version reads ${SCHEMA_VERSION}`
      throw new Fault('HISTORY_FORMAT', text)
    }
    this.#database.exec(`BEGIN; ${SCHEMA} COMMIT`)
  }

  #transaction(work: () => void): void {
    this.#database.exec('BEGIN')
    try {
      work()
      this.#database.exec('COMMIT')
    } catch (thrown) {
      this.#database.exec('ROLLBACK')
      throw thrown
    }
  }
}
