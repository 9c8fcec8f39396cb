import type { Column, Plan } from '@millrace/sql'
import type { JobEvents } from '../jobs/running-job.ts'
import { type Execution, specOf } from './execution.ts'

export type QueryEvents = Required<Pick<JobEvents, 'ended' | 'failed' | 'rows'>>

/** The job of a query. */
export interface StartedQuery {
  readonly jobId: string
  readonly columns: readonly Column[]
  /** Rows were taken: so many more may come. */
  credit(rows: number): void
  /** Resolves when the rows of everything that is in the log now were given. */
  settle(): Promise<void>
  stop(): Promise<void>
}

/** Starts the job of a planned query. @throws Refusal of the jobs: too many of them, no such topic */
export async function startQuery(
  sql: string,
  plan: Plan,
  execution: Execution,
  events: QueryEvents,
): Promise<StartedQuery> {
  const { jobs } = execution
  const spec = specOf(sql, sql.trim(), execution, [plan])
  const entry = await jobs.query(spec, plan, events)
  return {
    jobId: spec.id,
    columns: plan.columns,
    credit: (rows) => entry.running?.credit(rows),
    settle: () => entry.running?.settle(false) ?? Promise.resolve(),
    stop: async () => {
      if (jobs.get(spec.id) !== undefined) await jobs.stop(spec.id, 'CANCELED')
    },
  }
}
