import { type CloudEvent, newEvent } from '@millrace/cloudevents'
import type { Job } from '@millrace/client/zeebe'
import { Refusal } from '@millrace/kernel'
import { CORRELATION_KEY } from './correlation-key.ts'
import { requiredPath, textAt } from './path.ts'

/** Extensions of an event that tell which job it is of (the original's names). Values are int64 as text. */
export const JOB_KEYS = ['workflowkey', 'workflowinstancekey', 'jobkey'] as const

/**
 * The event that a job of type `cloudevents` emits. Its id is the job's, so that an attempt that is made again is the
 * same event. Attributes are those of the original; `correlationkey` is the header `CorrelationKey`, a path into the
 * variables when it begins with `=`.
 *
 * @throws Refusal MISSING_HEADER, WRONG_PATH; EventRefusal
 */
export function jobEvent(job: Job, { source, now }: { readonly source: string; readonly now: number }): CloudEvent {
  const type = job.headers['Type']
  if (type === undefined || type === '') {
    throw new Refusal('MISSING_HEADER', 'the task needs a header Type: the type of the event it emits')
  }
  return newEvent(
    {
      specversion: '1.0',
      id: `job-${job.key}`,
      source,
      type,
      subject: 'Zeebe Job',
      time: new Date(now).toISOString(),
      datacontenttype: 'application/json',
      workflowkey: job.processDefinitionKey,
      workflowinstancekey: job.processInstanceKey,
      jobkey: job.key,
      bpmnactivityid: job.elementInstanceKey,
      bpmnactivityname: job.elementId,
      [CORRELATION_KEY]: correlationKeyOf(job),
    },
    Buffer.from(JSON.stringify(job.variables)),
  )
}

function correlationKeyOf({ headers, variables }: Job): string | undefined {
  const given = headers['CorrelationKey']
  if (given === undefined || given === '') return undefined
  return given.startsWith('=') ? textAt(requiredPath(given), variables) : given
}
