import type { ElementKind, JobDefinition } from '@millrace/bpmn'
import { activated } from '../behaviours/events.ts'
import { createJob, planJob } from '../behaviours/jobs.ts'
import { applyInputs } from '../behaviours/mappings.ts'
import { subscribe } from '../behaviours/subscriptions.ts'
import type { RunOf } from '../runtime/run.ts'

/** Enters whatever a job worker does: inputs, the job's type and retries, boundary events, then the job. */
export function enterJob<Kind extends ElementKind>(run: RunOf<Kind>, job: JobDefinition): void {
  applyInputs(run)
  const planned = planJob(run, job)
  subscribe(run)
  activated(run)
  createJob(run, planned)
}
