import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { JobsTable } from './jobs-table.ts'
import { MappingsTable } from './mappings-table.ts'
import { StartsTable } from './starts-table.ts'
import { UnmatchedTable } from './unmatched-table.ts'

const PRAGMAS = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;'

/**
 * What the router has to remember, in one SQLite file: durable when a call returns. A file rather than a compacted
 * topic, because the router needs nothing but Zeebe and an HTTP sink: it runs beside a real Zeebe where there is no
 * Kafka. What is hot (messages, EMIT_ONLY) never touches it.
 */
export class RouterStore {
  readonly #database: DatabaseSync
  readonly mappings: MappingsTable
  readonly jobs: JobsTable
  readonly starts: StartsTable
  readonly unmatched: UnmatchedTable

  /** In memory without a folder. */
  constructor(folder: string | undefined) {
    if (folder !== undefined) mkdirSync(folder, { recursive: true })
    this.#database = new DatabaseSync(folder === undefined ? ':memory:' : join(folder, 'router.sqlite'))
    this.#database.exec(PRAGMAS)
    this.mappings = new MappingsTable(this.#database)
    this.jobs = new JobsTable(this.#database)
    this.starts = new StartsTable(this.#database)
    this.unmatched = new UnmatchedTable(this.#database)
  }

  close(): void {
    this.#database.close()
  }
}
