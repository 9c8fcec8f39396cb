import type { Job } from '../state/entities.ts'
import type { Step } from '../runtime/step.ts'
import { reject } from './command.ts'

/** The job that a command is about, or a rejection in the words of the command. */
export function jobOf(step: Step, key: number, asked: string): Job {
  const job = step.state.jobs.get(key)
  if (job === undefined) throw reject('NOT_FOUND', `${asked}, but no such job was found`)
  return job
}

const SHOWN_AS: Partial<Record<Job['state'], string>> = { FAILED: 'FAILED', ERROR_THROWN: 'ERROR_THROWN' }

/** A job that stands still with an incident, or has thrown an error, takes no more results. */
export function refuseStandingStill(job: Job, asked: string): void {
  const state = SHOWN_AS[job.state]
  if (state !== undefined) throw reject('INVALID_STATE', `${asked}, but it is in state '${state}'`)
}
