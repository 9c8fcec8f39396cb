import { type Plan, showCreate } from '@millrace/sql'
import type { SharedTables } from '../catalog/shared-tables.ts'
import { ioOf } from '../connectors/table-io.ts'
import { tablesOf } from '../jobs/job-tables.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { JobSpec } from '../jobs/messages.ts'
import type { GatewaySession } from './gateway-session.ts'

/** What a statement runs with. */
export interface Execution {
  readonly session: GatewaySession
  readonly shared: SharedTables
  readonly jobs: Jobs
  readonly own: readonly string[]
  /** Settings of this statement alone. */
  readonly config: Readonly<Record<string, string>>
}

/**
 * A job in words: the statement, and the tables that it uses. Its name is `pipeline.name` where that is set.
 *
 * @throws Refusal SQL_VALIDATION when a table's connector is none, or not for this use
 */
export function specOf(
  sql: string,
  name: string,
  { session, config, jobs, own }: Execution,
  plans: readonly Plan[],
): JobSpec {
  const tables = tablesOf(plans)
  for (const table of tables.sources) ioOf(table, 'source', own)
  for (const table of tables.sinks) ioOf(table, 'sink', own)
  const { catalog, settings } = session.sql
  return {
    id: jobs.newId(),
    name: config['pipeline.name'] ?? settings.get('pipeline.name') ?? name,
    sql,
    ddl: session.catalog.takeUsed().map((object) => showCreate(object, true)),
    catalog: catalog.catalog,
    database: catalog.database,
    settings: { ...Object.fromEntries(settings), ...config },
  }
}
