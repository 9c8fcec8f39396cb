import { Refusal, messageOf } from '@millrace/kernel'
import type { Column } from '@millrace/sql'
import { type Page, type PageSource, ResultPages } from '../results/result-pages.ts'

/** Flink's words for where an operation stands. */
export type OperationStatus = 'PENDING' | 'RUNNING' | 'FINISHED' | 'CANCELED' | 'CLOSED' | 'ERROR'

/** What a statement gives. */
export interface StatementResult {
  readonly columns: readonly Column[]
  readonly resultKind: 'SUCCESS' | 'SUCCESS_WITH_CONTENT'
  readonly isQuery: boolean
  readonly jobId?: string
  readonly rows: PageSource
  /** In which texts have times that are instants; UTC without one. */
  readonly zone?: string
  /** Ends what runs for this result alone. */
  readonly close?: () => Promise<void>
}

/** A page with what stands around it. */
export interface Fetched {
  readonly result: StatementResult
  readonly page: Page
}

/** One statement of a session, from its submission to its close. */
export class Operation {
  readonly handle: string
  readonly #execution: Promise<void>
  readonly #pageRowCount: number
  #status: OperationStatus = 'RUNNING'
  #result: StatementResult | undefined
  #pages: ResultPages | undefined
  #error: unknown
  readonly #cancel = new AbortController()

  constructor(handle: string, pageRowCount: number, execute: (signal: AbortSignal) => Promise<StatementResult>) {
    this.handle = handle
    this.#pageRowCount = pageRowCount
    this.#execution = this.#run(execute)
  }

  get status(): OperationStatus {
    return this.#status
  }

  /** Resolves when the statement has been executed, or failed. */
  get executed(): Promise<void> {
    return this.#execution
  }

  get rows(): PageSource | undefined {
    return this.#result?.rows
  }

  hasMore(token: number): boolean {
    return this.#pages === undefined ? this.#status !== 'RUNNING' : this.#pages.hasMore(token)
  }

  /** A page; undefined while the statement is still being executed. @throws what the statement failed with */
  fetch(token: number): Fetched | undefined {
    if (this.#status === 'CANCELED') {
      throw new Refusal('CANNOT_FETCH', `Can not fetch results from the ${this.handle} in CANCELED status.`)
    }
    if (this.#error !== undefined) throw this.#error
    if (this.#result === undefined || this.#pages === undefined) return undefined
    return { result: this.#result, page: this.#pages.fetch(token) }
  }

  /** @throws Refusal INVALID_STATUS when it is over already */
  async cancel(): Promise<void> {
    if (this.#status !== 'RUNNING' && this.#status !== 'PENDING') {
      const text = `Failed to convert the Operation Status from ${this.#status} to CANCELED for ${this.handle}.`
      throw new Refusal('INVALID_STATUS', text)
    }
    this.#status = 'CANCELED'
    this.#cancel.abort()
    await this.#result?.close?.()
  }

  async close(): Promise<void> {
    this.#cancel.abort()
    this.#status = 'CLOSED'
    await this.#result?.close?.()
  }

  async #run(execute: (signal: AbortSignal) => Promise<StatementResult>): Promise<void> {
    try {
      const result = await execute(this.#cancel.signal)
      if (this.#cancel.signal.aborted) {
        await result.close?.()
        return
      }
      this.#result = result
      this.#pages = new ResultPages(result.rows, this.#pageRowCount)
      this.#status = 'FINISHED'
    } catch (error) {
      this.#error = error instanceof Error ? error : new Error(messageOf(error))
      if (this.#status !== 'CANCELED' && this.#status !== 'CLOSED') this.#status = 'ERROR'
    }
  }
}
