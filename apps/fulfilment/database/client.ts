import { Fault, Refusal, messageOf } from '@millrace/kernel'
import type { Operation, OperationResult, Query, StoredRecord, Transaction } from './operation.ts'

const TIMEOUT_MS = 10_000

/** The JSON store, over HTTP. */
export interface Database {
  run(operation: Operation): Promise<OperationResult>
  findOne(table: string, query: Query): Promise<StoredRecord | undefined>
  findMany(table: string, query?: Query): Promise<readonly StoredRecord[]>
  /** At most so many, those that were made last first. */
  newest(table: string, limit: number): Promise<readonly StoredRecord[]>
  /** False when something was not as expected; then nothing was changed. */
  transact(operations: Transaction['operations']): Promise<boolean>
}

/** Rejects with Fault DATABASE_AWAY when it does not answer, Refusal DATABASE_REFUSED when it does not take the request. */
export function databaseClient(url: string): Database {
  const run = async (operation: Operation): Promise<OperationResult> => {
    const answer = await post(`${url}/db`, operation)
    if (answer.status !== 200) throw await refused(answer)
    return (await answer.json()) as OperationResult
  }
  return {
    run,
    findOne: async (table, query) => (await run({ operation: 'FINDONE', table, query })).record,
    findMany: async (table, query = {}) => (await run({ operation: 'FINDMANY', table, query })).records ?? [],
    newest: async (table, limit) =>
      (await run({ operation: 'FINDMANY', table, query: {}, newest: true, limit })).records ?? [],
    transact: async (operations) => {
      const answer = await post(`${url}/db/transaction`, { operations })
      if (answer.status !== 200 && answer.status !== 409) throw await refused(answer)
      await answer.body?.cancel()
      return answer.status === 200
    },
  }
}

async function post(url: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal }).catch((error: unknown) => {
    throw new Fault('DATABASE_AWAY', `${url} does not answer: ${messageOf(error)}`)
  })
}

async function refused(answer: Response): Promise<Refusal | Fault> {
  const text = (await answer.text()).slice(0, 500)
  if (answer.status >= 500) return new Fault('DATABASE_AWAY', `the database answered ${answer.status}: ${text}`)
  return new Refusal('DATABASE_REFUSED', text)
}
