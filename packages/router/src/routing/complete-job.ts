import { type CloudEvent, requiredText, textOf } from '@millrace/cloudevents'
import { hasStatus } from '@millrace/client/zeebe'
import { Refusal } from '@millrace/kernel'
import { JOB_KEYS } from '../events/job-event.ts'
import { variablesOf } from '../events/variables.ts'
import type { WaitingJob } from '../store/jobs-table.ts'
import type { Outcome } from './outcome.ts'
import { type Routing, unmatched } from './routing.ts'

/**
 * An event completes the job whose keys it carries, when that job waits for its type; the data become variables. Only
 * jobs that the router left waiting are completed: whoever can send events may not complete any job.
 *
 * @throws Refusal MISSING_KEYS; Refusal or Fault of the engine
 */
export const completeJob = (routing: Routing, event: CloudEvent): Promise<Outcome> =>
  settle(routing, event, requiredText(event, 'type'), (jobKey) => routing.zeebe.completeJob(jobKey, variablesOf(event)))

/**
 * An event says that the work of a job that waits has failed for good: a BPMN error, which the model may catch. Its code
 * is `errorCode` in the data, or the event's type; the original only logs such events.
 *
 * @throws Refusal MISSING_KEYS; Refusal or Fault of the engine
 */
export function failJob(routing: Routing, event: CloudEvent): Promise<Outcome> {
  const { errorCode, errorMessage, ...variables } = variablesOf(event)
  const code = typeof errorCode === 'string' && errorCode !== '' ? errorCode : requiredText(event, 'type')
  const message = typeof errorMessage === 'string' ? errorMessage : `the event ${requiredText(event, 'id')} says so`
  // Whatever its type: a job waits for one type of success, and for any failure.
  return settle(routing, event, undefined, (jobKey) => routing.zeebe.throwError(jobKey, code, message, variables))
}

/** @param type that the job has to wait for; any without it */
async function settle(
  routing: Routing,
  event: CloudEvent,
  type: string | undefined,
  tell: (jobKey: string) => Promise<void>,
): Promise<Outcome> {
  const [workflowKey, instanceKey, jobKey] = keysOf(event)
  const job = routing.store.jobs.get(jobKey)
  if (job === undefined) return unmatched(routing, event, 'NO_JOB', `no job ${jobKey} waits for an event`)
  const wrong = whyNot(job, type, { workflowKey, instanceKey })
  if (wrong !== undefined) return unmatched(routing, event, 'NO_JOB', wrong)
  if (job.state === 'done') return { kind: 'duplicate' }
  const now = routing.ports.clocks.domain.now()
  try {
    await tell(jobKey)
  } catch (error) {
    if (!hasStatus(error, 'NOT_FOUND')) throw error
    routing.store.jobs.settle(jobKey, 'gone', now)
    return unmatched(routing, event, 'NO_JOB', `job ${jobKey} is settled: its instance went on without it, or ended`)
  }
  routing.store.jobs.settle(jobKey, 'done', now)
  return { kind: 'completed', jobKey, processInstanceKey: instanceKey }
}

function keysOf(event: CloudEvent): readonly [string, string, string] {
  const keys = JOB_KEYS.map((name) => textOf(event, name) ?? '')
  const missing = JOB_KEYS.filter((_, index) => keys[index] === '')
  if (missing.length > 0) {
    throw new Refusal('MISSING_KEYS', `the event needs the extensions of its job: ${missing.join(', ')}`)
  }
  const [workflowKey = '', instanceKey = '', jobKey = ''] = keys
  return [workflowKey, instanceKey, jobKey]
}

function whyNot(
  job: WaitingJob,
  type: string | undefined,
  { workflowKey, instanceKey }: { readonly workflowKey: string; readonly instanceKey: string },
): string | undefined {
  if (job.state === 'gone') return `job ${job.jobKey} is settled: its instance went on without it, or ended`
  if (job.workflowKey !== workflowKey || job.workflowInstanceKey !== instanceKey) {
    return `job ${job.jobKey} is of workflow ${job.workflowKey}, instance ${job.workflowInstanceKey}`
  }
  if (type === undefined || job.waitType === undefined || job.waitType === type) return undefined
  return `job ${job.jobKey} waits for ${job.waitType}, not for ${type}`
}
