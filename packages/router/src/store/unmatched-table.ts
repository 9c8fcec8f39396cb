import { type CloudEvent, decodeJson, encodeJson, requiredText } from '@millrace/cloudevents'
import type { DatabaseSync } from 'node:sqlite'
import type { Row } from './row.ts'

/** Why an event found nothing. */
export type UnmatchedReason =
  /** No process that the router knows of expects it. It was published all the same: the engine may know more. */
  | 'UNEXPECTED_TYPE'
  /** Who expects it correlates by a key, and it has none. */
  | 'NO_CORRELATION_KEY'
  /** It is mapped to no process. */
  | 'NO_PROCESS'
  /** The job that it names does not wait for it. */
  | 'NO_JOB'

export interface UnmatchedEvent {
  readonly number: number
  readonly reason: UnmatchedReason
  readonly detail: string
  /** Domain time, ms since epoch, of the last time it came. */
  readonly at: number
  readonly event: CloudEvent
}

const KEPT_MOST = 10_000
const KEPT_BYTES_MOST = 256 * 1024

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS unmatched (number INTEGER PRIMARY KEY AUTOINCREMENT, identity TEXT UNIQUE NOT NULL,
    reason TEXT NOT NULL, detail TEXT NOT NULL, at INTEGER NOT NULL, event TEXT NOT NULL) STRICT;
`

/** Events that matched nothing: kept to be looked at, and to be given again when there is something. */
export class UnmatchedTable {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
    database.exec(SCHEMA)
  }

  /** The same event again is one entry. The oldest go when there are too many. */
  add(event: CloudEvent, reason: UnmatchedReason, detail: string, now: number): void {
    const identity = JSON.stringify([...identityOf(event), reason])
    const text = encodeJson((event.data?.length ?? 0) > KEPT_BYTES_MOST ? { ...event, data: undefined } : event)
    this.#database
      .prepare(
        `INSERT INTO unmatched (identity, reason, detail, at, event) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (identity) DO UPDATE SET at = excluded.at, detail = excluded.detail`,
      )
      .run(identity, reason, detail, now, text)
    this.#database.exec(`DELETE FROM unmatched WHERE number <= (SELECT max(number) FROM unmatched) - ${KEPT_MOST}`)
  }

  get(number: number): UnmatchedEvent | undefined {
    const row = this.#database.prepare('SELECT * FROM unmatched WHERE number = ?').get(number)
    return row && unmatchedOf(row)
  }

  /** The newest first. */
  list(most: number): UnmatchedEvent[] {
    return this.#database.prepare('SELECT * FROM unmatched ORDER BY number DESC LIMIT ?').all(most).map(unmatchedOf)
  }

  remove(number: number): boolean {
    return this.#database.prepare('DELETE FROM unmatched WHERE number = ?').run(number).changes > 0
  }
}

/** An event is known by its source and its id; those of the original's sessions differ by type alone. */
export const identityOf = (event: CloudEvent): readonly string[] =>
  (['source', 'id', 'type'] as const).map((name) => requiredText(event, name))

function unmatchedOf(row: Row): UnmatchedEvent {
  return {
    number: Number(row['number']),
    reason: String(row['reason']) as UnmatchedReason,
    detail: String(row['detail']),
    at: Number(row['at']),
    event: decodeJson(String(row['event'])),
  }
}
