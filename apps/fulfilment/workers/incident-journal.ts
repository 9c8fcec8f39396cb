import type { Job, JobOutcome } from '@millrace/client/zeebe'
import type { Database } from '../database/client.ts'

/** Notes the jobs that were left without retries, and that one of them went on: the gateway has no call that lists them. */
export async function noteIncident(database: Database, job: Job, outcome: JobOutcome): Promise<void> {
  const query = { job: job.key }
  if (outcome.kind !== 'failed') {
    await database.run({ operation: 'UPDATEONE', table: 'incidents', query, record: { open: false } })
    return
  }
  if (outcome.retries > 0) return
  const { elementId, processInstanceKey: instance } = job
  const record = { _id: String(job.variables['_id']), instance, elementId, message: outcome.message, open: true }
  await database.run({ operation: 'UPSERT', table: 'incidents', query, record })
}
