import { orNull } from '../store/statements.ts'
import type { Projection } from './projection.ts'

/** An incident from its creation to its resolution; the job that it was about may run again then. */
export const incident: Projection<'INCIDENT'> = ({ event: { intent, key, value, timestamp }, tables }) => {
  const resolved = intent === 'RESOLVED'
  tables.run(
    `INSERT INTO incidents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET state = excluded.state, resolved = excluded.resolved`,
    key,
    value.processInstanceKey,
    value.elementInstanceKey,
    value.elementId,
    orNull(value.jobKey),
    value.errorType,
    value.errorMessage,
    resolved ? 'RESOLVED' : 'ACTIVE',
    resolved ? null : timestamp,
    resolved ? timestamp : null,
  )
  if (!resolved || value.jobKey === -1) return
  const again = "UPDATE jobs SET state = 'CREATED' WHERE key = ? AND state IN ('FAILED', 'ERROR_THROWN')"
  tables.run(again, value.jobKey)
}
