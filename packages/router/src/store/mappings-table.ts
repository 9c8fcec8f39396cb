import type { DatabaseSync } from 'node:sqlite'

/** Which process an event of a type starts: the original's fields. */
export interface StartMapping {
  readonly cloudEventType: string
  readonly bpmnProcessId?: string | undefined
  readonly workflowKey?: string | undefined
  /** The latest without it. */
  readonly version?: string | undefined
}

/** A message that a process expects. */
export interface ExpectedMessage {
  readonly workflowKey: string
  readonly messageName: string
  /** Path that finds the correlation key of an event that brings none. */
  readonly correlationKey?: string | undefined
  /** It starts a process, and needs no key. */
  readonly starts: boolean
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS start_mappings (type TEXT PRIMARY KEY, mapping TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS expected (workflow_key TEXT, name TEXT, correlation_key TEXT, starts INTEGER NOT NULL,
    PRIMARY KEY (workflow_key, name)) STRICT;
`

/** What is mapped to what. Read on every event, so kept in memory too. */
export class MappingsTable {
  readonly #database: DatabaseSync
  readonly #starts = new Map<string, StartMapping>()
  readonly #expected = new Map<string, ExpectedMessage[]>()

  constructor(database: DatabaseSync) {
    this.#database = database
    database.exec(SCHEMA)
    for (const { mapping } of database.prepare('SELECT mapping FROM start_mappings').all()) {
      this.#holdStart(JSON.parse(String(mapping)) as StartMapping)
    }
    for (const row of database.prepare('SELECT * FROM expected').all()) {
      const key = row['correlation_key']
      this.#holdExpected({
        workflowKey: String(row['workflow_key']),
        messageName: String(row['name']),
        correlationKey: key === null ? undefined : String(key),
        starts: row['starts'] === 1,
      })
    }
  }

  startOf(type: string): StartMapping | undefined {
    return this.#starts.get(type)
  }

  starts(): StartMapping[] {
    return [...this.#starts.values()]
  }

  putStart(mapping: StartMapping): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO start_mappings VALUES (?, ?)')
      .run(mapping.cloudEventType, JSON.stringify(mapping))
    this.#holdStart(mapping)
  }

  /** What expects messages of this name, the newest first. */
  expecting(messageName: string): readonly ExpectedMessage[] {
    return this.#expected.get(messageName) ?? []
  }

  expected(): ExpectedMessage[] {
    return [...this.#expected.values()].flat()
  }

  putExpected(message: ExpectedMessage): void {
    const { workflowKey, messageName, correlationKey = null, starts } = message
    this.#database
      .prepare('INSERT OR REPLACE INTO expected VALUES (?, ?, ?, ?)')
      .run(workflowKey, messageName, correlationKey, starts ? 1 : 0)
    this.#holdExpected(message)
  }

  #holdStart(mapping: StartMapping): void {
    this.#starts.set(mapping.cloudEventType, mapping)
  }

  #holdExpected(message: ExpectedMessage): void {
    const others = this.expecting(message.messageName).filter(({ workflowKey }) => workflowKey !== message.workflowKey)
    this.#expected.set(message.messageName, [message, ...others])
  }
}
