import { Refusal, pause, type LivenessClock } from '@millrace/kernel'
import { z } from 'zod'
import type { SqlRest } from './rest.ts'

export type RowKind = 'INSERT' | 'UPDATE_BEFORE' | 'UPDATE_AFTER' | 'DELETE'

/** A row of a result: what it does to the table, and its fields as JSON. */
export interface SqlRow {
  readonly kind: RowKind
  readonly fields: readonly unknown[]
}

export interface SqlPage {
  readonly columns: readonly string[]
  readonly rows: readonly SqlRow[]
  /** Of statements that run a job. */
  readonly jobId?: string
}

/** A session: its SET values, temporary objects and current database. */
export interface SqlSession {
  readonly handle: string
  /**
   * Runs a statement and gives what it answers, page by page; a query on a stream goes on until the loop is left, which ends it.
   *
   * @throws Refusal SQL_REFUSED with the gateway's reason; Fault SQL_GATEWAY_UNREACHABLE.
   */
  pages(statement: string, signal?: AbortSignal): AsyncGenerator<SqlPage, void, undefined>
  /** All that a statement answers that ends by itself. @throws Refusal TOO_MANY_ROWS beyond 100,000, and as `pages`. */
  run(statement: string): Promise<SqlPage>
  close(): Promise<void>
}

const POLL_MS = 50
const MOST_ROWS = 100_000

const operation = z.object({ operationHandle: z.string() })
const row = z.object({
  kind: z.enum(['INSERT', 'UPDATE_BEFORE', 'UPDATE_AFTER', 'DELETE']),
  fields: z.array(z.unknown()),
})
const page = z.object({
  resultType: z.enum(['NOT_READY', 'PAYLOAD', 'EOS']),
  jobID: z.string().optional(),
  results: z.object({ columns: z.array(z.object({ name: z.string() })), data: z.array(row) }).optional(),
  nextResultUri: z.string().nullish(),
})

export function sqlSession(rest: SqlRest, handle: string, liveness: LivenessClock): SqlSession {
  const path = `/sessions/${handle}`
  async function* pages(statement: string, signal?: AbortSignal): AsyncGenerator<SqlPage, void, undefined> {
    const { operationHandle } = await rest.call('POST', `${path}/statements`, operation, { statement }, signal)
    const own = `${path}/operations/${operationHandle}`
    try {
      let next: string | undefined = `${own}/result/0?rowFormat=JSON`
      while (next !== undefined) {
        const given: z.output<typeof page> = await rest.call('GET', next, page, undefined, signal)
        if (given.resultType !== 'NOT_READY' && given.results !== undefined) yield pageOf(given)
        next = given.nextResultUri ?? undefined
        const isIdle = given.resultType === 'NOT_READY' || given.results?.data.length === 0
        if (next !== undefined && isIdle) await pause(liveness, POLL_MS, signal)
      }
    } finally {
      // A query that is left goes on at the gateway otherwise.
      await rest.call('DELETE', `${own}/close`, z.unknown()).catch(() => undefined)
    }
  }
  return {
    handle,
    pages,
    run: (statement) => collect(pages(statement)),
    close: async () => {
      await rest.call('DELETE', path, z.unknown()).catch(() => undefined)
    },
  }
}

function pageOf({ jobID, results }: z.output<typeof page>): SqlPage {
  return {
    columns: results?.columns.map(({ name }) => name) ?? [],
    rows: results?.data ?? [],
    ...(jobID !== undefined && { jobId: jobID }),
  }
}

async function collect(pages: AsyncIterable<SqlPage>): Promise<SqlPage> {
  const rows: SqlRow[] = []
  let last: SqlPage = { columns: [], rows }
  for await (const page of pages) {
    last = page
    rows.push(...page.rows)
    if (rows.length > MOST_ROWS)
      throw new Refusal('TOO_MANY_ROWS', `the statement answers more than ${MOST_ROWS} rows; read it page by page`)
  }
  return { ...last, rows }
}
