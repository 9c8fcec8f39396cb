import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'

/** The statements of one database, each prepared once. */
export class Statements {
  readonly #database: DatabaseSync
  readonly #prepared = new Map<string, StatementSync>()

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  run(sql: string, ...values: readonly SQLInputValue[]): number {
    let statement = this.#prepared.get(sql)
    if (statement === undefined) {
      statement = this.#database.prepare(sql)
      this.#prepared.set(sql, statement)
    }
    return Number(statement.run(...values).changes)
  }
}

/** The engine writes -1 and '' where nothing applies. */
export const orNull = (value: number | string): number | string | null => (value === -1 || value === '' ? null : value)
