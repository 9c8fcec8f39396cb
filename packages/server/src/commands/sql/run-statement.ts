import type { SqlSession } from '@millrace/client/sql'
import type { ResultView } from './results.ts'

export interface RunOptions {
  readonly view: ResultView
  /** A query ends after so many rows. */
  readonly max: number
  readonly signal: AbortSignal
}

/** Runs a statement and shows what it answers, until it ends, `max` rows have come, or the signal says so. */
export async function runStatement(session: SqlSession, statement: string, options: RunOptions): Promise<void> {
  const { view, max, signal } = options
  let left = max
  try {
    for await (const page of session.pages(statement, signal)) {
      view.page(left < page.rows.length ? { ...page, rows: page.rows.slice(0, left) } : page)
      left -= page.rows.length
      if (left <= 0) break
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    view.end()
  }
}
