import { jobRecord } from '../behaviours/jobs.ts'
import { visible } from '../behaviours/scopes.ts'
import type { JsonObject } from '../records/schema.ts'
import { definitionOf } from '../runtime/run.ts'
import type { Step } from '../runtime/step.ts'
import type { Job } from '../state/entities.ts'
import { type Command, reject } from './command.ts'

export interface ActivateJobs {
  readonly type: string
  readonly worker: string
  /** Ms that the worker has for each job. */
  readonly timeout: number
  readonly maxJobsToActivate: number
  /** Names of the variables to hand over; empty for all. */
  readonly fetchVariables: readonly string[]
  readonly tenantIds: readonly string[]
}

export interface ActivatedJob {
  readonly key: number
  readonly type: string
  readonly processInstanceKey: number
  readonly bpmnProcessId: string
  readonly processDefinitionVersion: number
  readonly processDefinitionKey: number
  readonly elementId: string
  readonly elementInstanceKey: number
  readonly customHeaders: JsonObject
  readonly worker: string
  readonly retries: number
  readonly deadline: number
  readonly variables: JsonObject
  readonly tenantId: string
}

/** What one answer may hold; a job beyond it waits for the next. gRPC's own limit is 4 MB. */
const ANSWER_BYTES = 3_500_000
/** Jobs in one step: more is asked for again. */
const JOBS_AT_MOST = 1000

/** Hands jobs to a worker, oldest first. */
export const activateJobs: Command<ActivateJobs, readonly ActivatedJob[]> = (step, request) => {
  refuseBad(request)
  const most = Math.min(request.maxJobsToActivate, JOBS_AT_MOST)
  const activated: ActivatedJob[] = []
  let bytes = 0
  // A copy of the keys: activating takes jobs out of the index.
  const waiting = step.state.jobs.keys('activatable', request.type)
  for (const key of firstOf(waiting, most)) {
    const job = step.state.jobs.get(key) as Job
    const found = activatedJob(step, key, job, request)
    if (!request.tenantIds.includes(found.tenantId)) continue
    bytes += JSON.stringify(found.variables).length
    if (bytes > ANSWER_BYTES && activated.length > 0) break
    const { worker, deadline } = found
    step.emit('JOB', 'ACTIVATED', key, jobRecord(job, { worker, deadline }))
    activated.push(found)
  }
  return activated
}

function refuseBad({ type, timeout, maxJobsToActivate }: ActivateJobs): void {
  const asked = 'Expected to activate job batch with'
  if (type.trim() === '') throw reject('INVALID_ARGUMENT', `${asked} type to be present, but it was blank`)
  if (timeout < 1) {
    throw reject('INVALID_ARGUMENT', `${asked} timeout to be greater than zero, but it was '${timeout}'`)
  }
  if (maxJobsToActivate < 0) {
    throw reject(
      'INVALID_ARGUMENT',
      `${asked} max jobs to activate to be greater than zero, but it was '${maxJobsToActivate}'`,
    )
  }
}

function firstOf(keys: ReadonlySet<number>, most: number): readonly number[] {
  const found: number[] = []
  for (const key of keys) {
    if (found.length >= most) break
    found.push(key)
  }
  return found
}

function activatedJob(step: Step, key: number, job: Job, request: ActivateJobs): ActivatedJob {
  const instance = step.state.instances.get(job.elementInstanceKey)
  const definition = definitionOf(step, instance?.definitionKey ?? -1)
  const all = visible(step.state, job.elementInstanceKey)
  const { fetchVariables } = request
  return {
    key,
    type: job.type,
    processInstanceKey: job.processInstanceKey,
    bpmnProcessId: definition.bpmnProcessId,
    processDefinitionVersion: definition.version,
    processDefinitionKey: definition.key,
    elementId: job.elementId,
    elementInstanceKey: job.elementInstanceKey,
    customHeaders: job.customHeaders,
    worker: request.worker,
    retries: job.retries,
    deadline: step.now + request.timeout,
    variables: fetchVariables.length === 0 ? all : picked(all, fetchVariables),
    tenantId: definition.tenantId,
  }
}

export const picked = (variables: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(
    names.filter((name) => Object.hasOwn(variables, name)).map((name) => [name, variables[name] ?? null]),
  )
