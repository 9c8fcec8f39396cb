import type { SqlGateway, SqlSession } from '@millrace/client/sql'
import { CREATE_TABLE, INSERT } from './statements.ts'

/** Name of the job, by which it is found again. */
export const JOB = 'pizza-status'

/** How the statements were found; `stopped` with the job's status when it neither runs nor may be submitted again. */
export type Submitted = 'submitted' | 'running' | { readonly stopped: string }

const RUNS = new Set(['CREATED', 'INITIALIZING', 'RUNNING', 'RESTARTING', 'RECONCILING'])

/**
 * Sees to it that the table is there and the job that fills it. A job that is there and does not run, because somebody stopped
 * it or because it failed, is left alone: submitted anew it would begin with the oldest event. One that was cancelled is gone;
 * and so is any that has ended on open-source Flink (which needs a prelude), where nobody could resume or drop it.
 *
 * @throws Refusal SQL_REFUSED, Fault SQL_GATEWAY_UNREACHABLE.
 */
export async function submitStatements(sql: SqlGateway, prelude: readonly string[] = []): Promise<Submitted> {
  const session = await sql.session(JOB, { 'pipeline.name': JOB })
  try {
    const statuses = await jobStatuses(session)
    if (statuses.some((status) => RUNS.has(status))) return 'running'
    const [stopped] = statuses
    if (stopped !== undefined && prelude.length === 0) return { stopped }
    for (const statement of prelude) await session.run(statement)
    if (!(await hasTable(session))) await session.run(CREATE_TABLE)
    await session.run(INSERT)
    return 'submitted'
  } finally {
    await session.close()
  }
}

async function jobStatuses(session: SqlSession): Promise<string[]> {
  const { columns, rows } = await session.run('SHOW JOBS')
  const [name, status] = [columns.indexOf('job name'), columns.indexOf('status')]
  const mine = rows.filter(({ fields }) => fields[name] === JOB).map(({ fields }) => String(fields[status]))
  return mine.filter((each) => each !== 'CANCELED')
}

async function hasTable(session: SqlSession): Promise<boolean> {
  const { rows } = await session.run('SHOW TABLES')
  return rows.some(({ fields }) => fields[0] === JOB)
}
