import { type Kind, type Row, adds, decodeState } from '@millrace/dataflow'
import { Refusal } from '@millrace/kernel'
import { type Column, DECIMAL_TAG } from '@millrace/sql'
import { jsonValue } from '../results/json-row.ts'

/** A row as it goes out, and how often it is there. */
interface Held {
  readonly fields: readonly unknown[]
  count: number
}

/** What has changed in a view at once. */
export type ViewChanges = readonly { readonly kind: Kind; readonly fields: readonly unknown[] }[]

export interface ViewListener {
  changes(changes: ViewChanges): void
  /** It will never change again; with a reason when its query has failed. */
  over(reason: Refusal | undefined): void
}

/** The rows that a query gives now, kept up to date by its job. */
export class View {
  readonly #rowCount: number
  #columns: readonly Column[] | undefined
  /** What came before the columns were known. */
  #early: Uint8Array[] = []
  readonly #rows = new Map<string, Held>()
  readonly #listeners = new Set<ViewListener>()
  #failure: Refusal | undefined
  #over = false

  /** @param rowCount the most rows that are held */
  constructor(rowCount: number) {
    this.#rowCount = rowCount
  }

  /** The query has started: its rows have these columns. */
  begin(columns: readonly Column[]): void {
    this.#columns = columns
    for (const rows of this.#early) this.take(rows)
    this.#early = []
  }

  get columns(): readonly Column[] {
    return this.#columns ?? []
  }

  get listenerCount(): number {
    return this.#listeners.size
  }

  /** Whether its job has ended: the rows stay as they are. */
  get isOver(): boolean {
    return this.#over
  }

  /** @throws Refusal that its query failed with, SQL_LIMIT when there are too many rows */
  rows(): (readonly unknown[])[] {
    if (this.#failure !== undefined) throw this.#failure
    return [...this.#rows.values()].flatMap(({ fields, count }) => Array.from({ length: count }, () => fields))
  }

  listen(listener: ViewListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Changes as the worker encodes them. */
  take(encoded: Uint8Array): void {
    if (this.#failure !== undefined) return
    if (this.#columns === undefined) {
      this.#early.push(encoded)
      return
    }
    const changes = (decodeState(encoded, [DECIMAL_TAG]) as [Kind, Row][]).map(([kind, row]) => {
      return { kind, fields: this.columns.map(({ type }, at) => jsonValue(row[at], type)) }
    })
    for (const { kind, fields } of changes) this.#apply(kind, fields)
    if (this.#rows.size > this.#rowCount) {
      this.fail(new Refusal('SQL_LIMIT', `the query gives more than ${this.#rowCount} rows: narrow it with WHERE`))
      return
    }
    for (const listener of this.#listeners) listener.changes(changes)
  }

  end(): void {
    this.#over = true
    for (const listener of this.#listeners) listener.over(undefined)
    this.#listeners.clear()
  }

  fail(reason: Refusal): void {
    this.#over = true
    this.#failure = reason
    this.#rows.clear()
    for (const listener of this.#listeners) listener.over(reason)
    this.#listeners.clear()
  }

  #apply(kind: Kind, fields: readonly unknown[]): void {
    const key = JSON.stringify(fields)
    const held = this.#rows.get(key)
    if (adds(kind)) {
      if (held === undefined) this.#rows.set(key, { fields, count: 1 })
      else held.count += 1
    } else if (held !== undefined) {
      held.count -= 1
      if (held.count === 0) this.#rows.delete(key)
    }
  }
}
