import type { DatabaseSync } from 'node:sqlite'

const KEPT_MOST = 100_000

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS starts (event TEXT PRIMARY KEY, instance_key TEXT NOT NULL) STRICT;
`

/** Which events have started an instance: creating one is not idempotent, and events may come twice. */
export class StartsTable {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
    database.exec(SCHEMA)
  }

  instanceOf(event: string): string | undefined {
    const row = this.#database.prepare('SELECT instance_key FROM starts WHERE event = ?').get(event)
    return row && String(row['instance_key'])
  }

  add(event: string, instanceKey: string): void {
    this.#database.prepare('INSERT OR REPLACE INTO starts VALUES (?, ?)').run(event, instanceKey)
    this.#database.exec(`DELETE FROM starts WHERE rowid <= (SELECT max(rowid) FROM starts) - ${KEPT_MOST}`)
  }
}
