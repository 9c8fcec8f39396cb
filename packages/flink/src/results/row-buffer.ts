import { type Kind, type Row, decodeState } from '@millrace/dataflow'
import { DECIMAL_TAG } from '@millrace/sql'
import type { Changes, PageSource } from './result-pages.ts'

/** Rows that are there from the beginning. */
export function fixedRows(rows: readonly Row[]): PageSource {
  let left = rows.map((row) => [0, row] as const)
  return {
    take: (most) => {
      const taken = left.slice(0, most)
      left = left.slice(most)
      return taken
    },
    get size() {
      return left.length
    },
    get ended() {
      return left.length === 0
    },
  }
}

/** Rows of a query that runs: they come from its job, which may run ahead only so far. */
export class RowBuffer implements PageSource {
  #changes: (readonly [Kind, Row])[] = []
  #over = false
  #error: Error | undefined
  #listeners = new Set<() => void>()
  /** Called with the number of rows that were taken. */
  credit: (rows: number) => void = () => undefined

  get size(): number {
    return this.#changes.length
  }

  get ended(): boolean {
    return this.#over && this.#changes.length === 0
  }

  /** Rows as the worker encodes them. */
  add(encoded: Uint8Array): void {
    for (const change of decodeState(encoded, [DECIMAL_TAG]) as [Kind, Row][]) this.#changes.push(change)
    this.#notify()
  }

  end(): void {
    this.#over = true
    this.#notify()
  }

  fail(error: Error): void {
    this.#error = error
    this.#notify()
  }

  /** @throws what the query failed with, once its rows are taken */
  take(most: number): Changes {
    if (this.#changes.length === 0 && this.#error !== undefined) throw this.#error
    const taken = this.#changes.slice(0, most)
    this.#changes = this.#changes.slice(most)
    if (taken.length > 0) this.credit(taken.length)
    return taken
  }

  /** Called whenever rows have come or the end is known. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get settled(): boolean {
    return this.#over || this.#error !== undefined
  }

  #notify(): void {
    for (const listener of this.#listeners) listener()
  }
}
