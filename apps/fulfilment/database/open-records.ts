import type { LogPort } from '@millrace/kernel'
import type { Records } from './records.ts'
import { SqliteStore } from './sqlite-store.ts'

/** Postgres where a `DATABASE_URL` names one, else a file of SQLite in `folder`, else memory. */
export async function openRecords(
  { DATABASE_URL: url, DATA_DIR: folder }: { DATABASE_URL?: string | undefined; DATA_DIR?: string | undefined },
  log: LogPort,
): Promise<Records> {
  if (url === undefined) return new SqliteStore(folder)
  // The driver is loaded by those alone who have a server.
  const { openPostgres } = await import('./postgres-store.ts')
  return openPostgres(url, log)
}
