import type { JobDefinition } from '@millrace/bpmn'
import type { Job } from '../state/entities.ts'
import type { ValueOf } from '../records/record.ts'
import type { JsonObject } from '../records/schema.ts'
import type { Run } from '../runtime/run.ts'
import type { Step } from '../runtime/step.ts'
import { evaluateText, evaluateWhole } from './expressions.ts'

export interface PlannedJob {
  readonly type: string
  readonly retries: number
  readonly headers: JsonObject
}

export function planJob({ step, instance }: Run, job: JobDefinition): PlannedJob {
  return {
    type: evaluateText(step, job.type, instance.key),
    retries: evaluateWhole(step, job.retries, instance.key),
    headers: job.headers,
  }
}

export function createJob({ step, instance, element }: Run, planned: PlannedJob): void {
  step.emit('JOB', 'CREATED', step.newKey(), {
    type: planned.type,
    elementInstanceKey: instance.key,
    processInstanceKey: instance.processInstanceKey,
    elementId: element.id,
    retries: planned.retries,
    worker: '',
    deadline: -1,
    retryAt: -1,
    errorCode: '',
    errorMessage: '',
    customHeaders: planned.headers,
    variables: {},
  })
}

/** The record of something that happens to a job. */
export function jobRecord(job: Job, changes: Partial<ValueOf<'JOB'>> = {}): ValueOf<'JOB'> {
  return {
    type: job.type,
    elementInstanceKey: job.elementInstanceKey,
    processInstanceKey: job.processInstanceKey,
    elementId: job.elementId,
    retries: job.retries,
    worker: job.worker,
    deadline: job.deadline,
    retryAt: job.retryAt,
    errorCode: job.errorCode,
    errorMessage: job.errorMessage,
    // Written once, when the job was created: the state keeps them.
    customHeaders: {},
    variables: {},
    ...changes,
  }
}

/** Takes the job back from an element that ends without it. */
export function cancelJob(step: Step, jobKey: number): void {
  const job = step.state.jobs.get(jobKey)
  if (job !== undefined) step.emit('JOB', 'CANCELED', jobKey, jobRecord(job))
}
