import type { Job, JobOutcome } from '@millrace/client/zeebe'
import type { DomainClock } from '@millrace/kernel'
import type { Database } from '../database/client.ts'
import type { Operation } from '../database/operation.ts'

/** What an element of an order's process was seen to do, in the table `journal`. */
export interface Entry {
  readonly order: string
  readonly elementId: string
  /** `tried`: it did not work, and will be tried again; `stuck`: it has no retries left. */
  readonly state: 'done' | 'tried' | 'stuck'
  readonly at: number
  /** What it answered to the process. */
  readonly answer?: Readonly<Record<string, unknown>>
}

/** The operation that notes it; the last one of an element counts. */
export function noted({ order, elementId, state, at, answer = {} }: Entry): Operation {
  const record = { state, at, answer: JSON.parse(JSON.stringify(answer)) as Record<string, never> }
  return { operation: 'UPSERT', table: 'journal', query: { _id: order, elementId }, record }
}

/**
 * Notes what became of a job before the engine hears of it, and keeps the list of those that were left without retries: the
 * gateway has no call that tells either.
 */
export async function noteJob(database: Database, clock: DomainClock, job: Job, outcome: JobOutcome): Promise<void> {
  const order = String(job.variables['_id'])
  const at = clock.now()
  const isStuck = outcome.kind === 'failed' && outcome.retries === 0
  const state = outcome.kind !== 'failed' ? 'done' : isStuck ? 'stuck' : 'tried'
  const answer = outcome.kind === 'completed' ? (outcome.variables ?? {}) : {}
  await database.transact([
    noted({ order, elementId: job.elementId, state, at, answer: answersOf(answer) }),
    isStuck ? opened(job, order, outcome.message, at) : closed(job),
  ])
}

/** The body of an HTTP answer is not the process's business. */
const answersOf = ({ body: _body, ...answer }: Readonly<Record<string, unknown>>) => answer

const closed = ({ key: job }: Job): Operation => ({
  operation: 'UPDATEONE',
  table: 'incidents',
  query: { job },
  record: { open: false },
})

function opened({ key, elementId, processInstanceKey: instance }: Job, order: string, message: string, at: number) {
  const record = { _id: order, instance, elementId, message, at, open: true }
  return { operation: 'UPSERT', table: 'incidents', query: { job: key }, record } as const
}
