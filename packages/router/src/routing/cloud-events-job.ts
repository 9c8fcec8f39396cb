import type { CloudEvent } from '@millrace/cloudevents'
import { type Job, type JobHandler, type JobOutcome, hasStatus } from '@millrace/client/zeebe'
import { Refusal, messageOf } from '@millrace/kernel'
import { jobEvent } from '../events/job-event.ts'
import type { Routing } from './routing.ts'

const MODES = ['EMIT_ONLY', 'WAIT_FOR_CLOUD_EVENT'] as const

/** How long a job that waits is left alone by the engine; it is asked after it has passed, and left again. */
export const WAIT_MS = 24 * 3_600_000
const FAILED_BACKOFF_MS = 5000

/**
 * Jobs of type `cloudevents`. Headers: `Type` of the event; `Host`, the URL it goes to (K_SINK without it); `Mode`:
 * EMIT_ONLY (or none) emits and completes, WAIT_FOR_CLOUD_EVENT emits and leaves the job to the event of type `WaitType`
 * that carries its keys. What the model has wrong raises an incident at once; a target that is away costs a retry.
 */
export function cloudEventsJob(routing: Routing): JobHandler {
  const { settings, ports } = routing
  return async (job) => {
    try {
      const event = jobEvent(job, { source: settings.ROUTER_SOURCE, now: ports.clocks.domain.now() })
      const url = targetOf(job, settings.K_SINK)
      if (modeOf(job) === 'WAIT_FOR_CLOUD_EVENT') return await emitAndWait(routing, job, event, url)
      await routing.emit(event, url)
      return { kind: 'completed' }
    } catch (error) {
      ports.log.warn({ job: job.key, element: job.elementId, reason: messageOf(error) }, 'an event was not emitted')
      const retries = error instanceof Refusal ? 0 : Math.max(0, job.retries - 1)
      return { kind: 'failed', retries, message: messageOf(error), backoffMs: FAILED_BACKOFF_MS }
    }
  }
}

async function emitAndWait(routing: Routing, job: Job, event: CloudEvent, url: string): Promise<JobOutcome> {
  const { jobs } = routing.store
  jobs.add({
    jobKey: job.key,
    workflowKey: job.processDefinitionKey,
    workflowInstanceKey: job.processInstanceKey,
    elementId: job.elementId,
    waitType: job.headers['WaitType'] || undefined,
    since: routing.ports.clocks.domain.now(),
  })
  if (jobs.get(job.key)?.state === 'emitting') {
    try {
      await routing.emit(event, url)
    } catch (error) {
      // An answer that came says that the event had arrived after all.
      if (jobs.get(job.key)?.state === 'done') return { kind: 'left' }
      jobs.remove(job.key)
      throw error
    }
    jobs.emitted(job.key)
  }
  await leaveAlone(routing, job)
  return { kind: 'left' }
}

/** Without it the job is given out again after a minute, and left again: more work, nothing else. */
async function leaveAlone({ zeebe, store, ports }: Routing, { key }: Job): Promise<void> {
  if (store.jobs.get(key)?.state === 'done') return
  await zeebe.updateJobTimeout(key, WAIT_MS).catch((error: unknown) => {
    if (hasStatus(error, 'NOT_FOUND', 'FAILED_PRECONDITION', 'UNIMPLEMENTED')) return
    ports.log.info({ job: key, reason: messageOf(error) }, 'a job that waits was not given more time')
  })
}

function modeOf({ headers }: Job): (typeof MODES)[number] {
  const given = headers['Mode'] || 'EMIT_ONLY'
  const mode = MODES.find((known) => known === given)
  if (mode === undefined) throw new Refusal('WRONG_HEADER', `Mode is ${MODES.join(' or ')}, not ${given.slice(0, 100)}`)
  return mode
}

function targetOf({ headers }: Job, sink: string | undefined): string {
  const url = headers['Host'] || sink
  if (url === undefined) throw new Refusal('MISSING_HEADER', 'the task needs a header Host, or the router a K_SINK')
  const { protocol } = URL.parse(url) ?? { protocol: '' }
  if (protocol === 'http:' || protocol === 'https:') return url
  throw new Refusal('WRONG_HEADER', `Host is an http or https URL, not ${url.slice(0, 200)}`)
}
