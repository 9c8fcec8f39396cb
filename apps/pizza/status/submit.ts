import type { SqlGateway, SqlSession } from '@millrace/client/sql'
import { CREATE_TABLE, INSERT } from './statements.ts'

/** Name of the job, by which it is found again. */
export const JOB = 'pizza-status'

const RUNS = new Set(['CREATED', 'INITIALIZING', 'RUNNING', 'RESTARTING', 'RECONCILING', 'SUSPENDED', 'STOPPED'])

/** How the statements were found. */
export type Submitted = 'submitted' | 'running'

/**
 * Sees to it that the table is there and the job that fills it runs; does nothing when they are. One that the operator has
 * stopped is left alone.
 *
 * @throws Refusal SQL_REFUSED, Fault SQL_GATEWAY_UNREACHABLE.
 */
export async function submitStatements(sql: SqlGateway): Promise<Submitted> {
  const session = await sql.session(JOB, { 'pipeline.name': JOB })
  try {
    if (await hasJob(session)) return 'running'
    if (!(await hasTable(session))) await session.run(CREATE_TABLE)
    await session.run(INSERT)
    return 'submitted'
  } finally {
    await session.close()
  }
}

async function hasJob(session: SqlSession): Promise<boolean> {
  const { columns, rows } = await session.run('SHOW JOBS')
  const [name, status] = [columns.indexOf('job name'), columns.indexOf('status')]
  return rows.some(({ fields }) => fields[name] === JOB && RUNS.has(String(fields[status])))
}

async function hasTable(session: SqlSession): Promise<boolean> {
  const { rows } = await session.run('SHOW TABLES')
  return rows.some(({ fields }) => fields[0] === JOB)
}
