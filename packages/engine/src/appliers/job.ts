import { invariant } from '@millrace/kernel'
import type { ValueOf } from '../records/record.ts'
import type { Job, JobState } from '../state/entities.ts'
import type { State } from '../state/state.ts'
import type { AppliersOf } from './apply.ts'

function jobOf(state: State, key: number): Job {
  const job = state.jobs.get(key)
  invariant(job !== undefined, 'events are about jobs that are there', `job ${key}`)
  return job
}

const change = (state: State, key: number, changes: Partial<Job>): void =>
  state.jobs.put(key, { ...jobOf(state, key), ...changes })

function release(state: State, key: number, value: ValueOf<'JOB'>): void {
  state.jobs.delete(key)
  const instance = state.instances.change(value.elementInstanceKey)
  if (instance !== undefined) instance.jobKey = -1
}

/** What a job is after it failed: out of retries it stands still until its incident is resolved. */
function afterFailure({ retries, retryAt }: ValueOf<'JOB'>): JobState {
  if (retries <= 0) return 'FAILED'
  return retryAt > 0 ? 'BACKING_OFF' : 'ACTIVATABLE'
}

export const job: AppliersOf<'JOB'> = {
  CREATED: (state, value, key) => {
    const { variables: _, ...kept } = value
    state.jobs.put(key, { ...kept, state: 'ACTIVATABLE', incidentKey: -1 })
    const instance = state.instances.change(value.elementInstanceKey)
    if (instance !== undefined) instance.jobKey = key
  },
  ACTIVATED: (state, { worker, deadline }, key) => change(state, key, { state: 'ACTIVATED', worker, deadline }),
  COMPLETED: (state, value, key) => {
    release(state, key, value)
    const instance = state.instances.change(value.elementInstanceKey)
    if (instance !== undefined) instance.trigger = { target: instance.element, variables: value.variables }
  },
  FAILED: (state, value, key) => {
    const { retries, retryAt, errorMessage } = value
    change(state, key, { state: afterFailure(value), retries, retryAt, errorMessage, deadline: -1 })
  },
  TIMED_OUT: (state, _, key) => change(state, key, { state: 'ACTIVATABLE', deadline: -1 }),
  CANCELED: (state, value, key) => release(state, key, value),
  ERROR_THROWN: (state, { errorCode, errorMessage }, key) =>
    change(state, key, { state: 'ERROR_THROWN', errorCode, errorMessage, deadline: -1 }),
  YIELDED: (state, _, key) => change(state, key, { state: 'ACTIVATABLE', deadline: -1 }),
  RETRIES_UPDATED: (state, { retries }, key) => change(state, key, { retries }),
  TIMEOUT_UPDATED: (state, { deadline }, key) => change(state, key, { deadline }),
  RECURRED_AFTER_BACKOFF: (state, _, key) => change(state, key, { state: 'ACTIVATABLE', retryAt: -1 }),
}
