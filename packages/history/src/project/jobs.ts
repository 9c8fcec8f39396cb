import type { EngineEvent, IntentOf } from '@millrace/engine/events'
import { orNull, type Statements } from '../store/statements.ts'
import type { Projection } from './projection.ts'

type Job = EngineEvent<'JOB'>
type Change = Readonly<Record<string, string | number | null>>

/** What each event changes of a job; states in the words of Camunda's search, where a job at work is CREATED too. */
const changes: { readonly [Intent in IntentOf<'JOB'>]: (job: Job) => Change } = {
  CREATED: () => ({}),
  ACTIVATED: ({ value }) => ({ state: 'CREATED', worker: orNull(value.worker), deadline: orNull(value.deadline) }),
  COMPLETED: ({ timestamp }) => ({ state: 'COMPLETED', ended: timestamp, deadline: null }),
  FAILED: ({ value }) => ({
    state: 'FAILED',
    retries: value.retries,
    errorMessage: orNull(value.errorMessage),
    deadline: null,
  }),
  TIMED_OUT: () => ({ state: 'TIMED_OUT', deadline: null }),
  CANCELED: ({ timestamp }) => ({ state: 'CANCELED', ended: timestamp, deadline: null }),
  ERROR_THROWN: ({ value }) => ({
    state: 'ERROR_THROWN',
    errorCode: orNull(value.errorCode),
    errorMessage: orNull(value.errorMessage),
    deadline: null,
  }),
  RETRIES_UPDATED: ({ value }) => ({ state: 'RETRIES_UPDATED', retries: value.retries }),
  TIMEOUT_UPDATED: ({ value }) => ({ deadline: orNull(value.deadline) }),
  RECURRED_AFTER_BACKOFF: () => ({ state: 'CREATED' }),
  YIELDED: () => ({ state: 'CREATED', deadline: null }),
}

export const job: Projection<'JOB'> = ({ event, tables }) => {
  insertJob(tables, event)
  const changed = Object.entries(changes[event.intent](event))
  if (changed.length === 0) return
  const columns = changed.map(([column]) => `${column} = ?`).join(', ')
  tables.run(`UPDATE jobs SET ${columns} WHERE key = ?`, ...changed.map(([, value]) => value), event.key)
}

function insertJob(tables: Statements, { intent, key, value, timestamp }: Job): void {
  tables.run(
    'INSERT OR IGNORE INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)',
    key,
    value.processInstanceKey,
    value.elementInstanceKey,
    value.elementId,
    value.type,
    'CREATED',
    orNull(value.worker),
    value.retries,
    orNull(value.deadline),
    orNull(value.errorCode),
    orNull(value.errorMessage),
    JSON.stringify(value.customHeaders),
    intent === 'CREATED' ? timestamp : null,
  )
}
