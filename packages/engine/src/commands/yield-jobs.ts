import { jobRecord } from '../behaviours/jobs.ts'
import type { Command } from './command.ts'

export interface YieldJobs {
  readonly jobKeys: readonly number[]
}

/** Takes back jobs whose worker went away before it got them. */
export const yieldJobs: Command<YieldJobs, void> = (step, { jobKeys }) => {
  for (const key of jobKeys) {
    const job = step.state.jobs.get(key)
    if (job?.state === 'ACTIVATED') step.emit('JOB', 'YIELDED', key, jobRecord(job))
  }
}
