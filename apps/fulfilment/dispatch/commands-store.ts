import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** A command that was accepted. */
export interface Command {
  readonly id: number
  readonly eventType: string
  readonly payload: unknown
  readonly state: 'waiting' | 'answered' | 'refused'
  /** Why it was refused, or is tried again. */
  readonly reason: string | null
}

interface Row {
  readonly id: number
  readonly event_type: string
  readonly payload: string
  readonly state: Command['state']
  readonly reason: string | null
}

const LIST_MOST = 500
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS commands (id INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, event_type TEXT NOT NULL,
    payload TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'waiting', reason TEXT);
  CREATE INDEX IF NOT EXISTS by_state ON commands (state, id);
  CREATE TABLE IF NOT EXISTS holds (event_type TEXT PRIMARY KEY);
`

/** Commands that were accepted and what became of them, and which event types are held back. Durable on return. */
export class CommandsStore {
  readonly #database: DatabaseSync

  /** In memory without a folder. */
  constructor(folder: string | undefined) {
    if (folder !== undefined) mkdirSync(folder, { recursive: true })
    this.#database = new DatabaseSync(folder === undefined ? ':memory:' : join(folder, 'commands.sqlite'))
    this.#database.exec(SCHEMA)
  }

  /** The same command again is answered again, as the same one. */
  accept(eventType: string, payload: unknown): void {
    const text = JSON.stringify(payload)
    this.#database
      .prepare(
        `INSERT INTO commands (key, event_type, payload) VALUES (?, ?, ?)
         ON CONFLICT (key) DO UPDATE SET state = 'waiting', reason = NULL`,
      )
      .run(`${eventType} ${text}`, eventType, text)
  }

  /** Those that wait and are not held back, oldest first. */
  waiting(most: number): Command[] {
    return this.#select(
      `state = 'waiting' AND event_type NOT IN (SELECT event_type FROM holds) ORDER BY id LIMIT ?`,
      most,
    )
  }

  /** The newest first. */
  list(): Command[] {
    return this.#select(`1 = 1 ORDER BY id DESC LIMIT ?`, LIST_MOST)
  }

  settle(id: number, state: Command['state'], reason: string | null): void {
    this.#database.prepare('UPDATE commands SET state = ?, reason = ? WHERE id = ?').run(state, reason, id)
  }

  /** False when there is none with this id. */
  again(id: number): boolean {
    return this.#database.prepare(`UPDATE commands SET state = 'waiting' WHERE id = ?`).run(id).changes > 0
  }

  hold(eventType: string): void {
    this.#database.prepare('INSERT OR IGNORE INTO holds VALUES (?)').run(eventType)
  }

  release(eventType: string): void {
    this.#database.prepare('DELETE FROM holds WHERE event_type = ?').run(eventType)
  }

  holds(): string[] {
    return this.#database
      .prepare('SELECT event_type FROM holds')
      .all()
      .map((row) => String(row['event_type']))
  }

  close(): void {
    this.#database.close()
  }

  #select(where: string, most: number): Command[] {
    const rows = this.#database.prepare(`SELECT id, event_type, payload, state, reason FROM commands WHERE ${where}`)
    return (rows.all(most) as unknown as Row[]).map(({ id, event_type: eventType, payload, state, reason }) => ({
      id,
      eventType,
      payload: JSON.parse(payload) as unknown,
      state,
      reason,
    }))
  }
}
