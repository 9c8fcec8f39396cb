import { Refusal, messageOf } from '@millrace/kernel'
import { Catalog, type Plan, Session } from '@millrace/sql'
import type { JobSpec } from '../jobs/messages.ts'

/** The plans of a job's statement, made anew from its words. @throws Refusal of packages/sql */
export function planJob(spec: JobSpec): readonly Plan[] {
  const catalog = new Catalog(undefined, spec.catalog, spec.database)
  const session = new Session(catalog)
  for (const [key, value] of Object.entries(spec.settings)) session.settings.set(key, value)
  define(session, spec.ddl)
  const outcome = session.execute(spec.sql)
  if (outcome.kind === 'query') return [outcome.plan]
  if (outcome.kind === 'insert') return outcome.plans
  throw new Refusal('SQL_VALIDATION', `a job runs queries and inserts, not ${outcome.kind}`)
}

/** Views may use one another in any order: what cannot be made yet is tried again after the others. */
function define(session: Session, ddl: readonly string[]): void {
  let waiting = ddl
  while (waiting.length > 0) {
    let reason: unknown
    const failed = waiting.filter((statement) => {
      try {
        createDatabaseOf(session, statement)
        session.execute(statement)
        return false
      } catch (error) {
        reason = error
        return true
      }
    })
    if (failed.length === waiting.length) {
      throw new Refusal('SQL_VALIDATION', `a table of the job cannot be made again: ${messageOf(reason)}`)
    }
    waiting = failed
  }
}

/** The statements name their tables in full: `catalog`.`database`.`table`. */
function createDatabaseOf({ catalog }: Session, statement: string): void {
  const path = /^CREATE (?:TABLE|VIEW) `((?:[^`]|``)+)`\.`((?:[^`]|``)+)`/.exec(statement)
  if (path === null) return
  const [catalogName, database] = path.slice(1).map((part) => part.replaceAll('``', '`'))
  catalog.createDatabase([catalogName as string, database as string], true)
}
