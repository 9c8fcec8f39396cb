import type { Behaviour } from './behaviour.ts'
import { enterJob } from './job-task.ts'

/** Service task: a job; waits until a worker completes it. Incidents: mappings, the job's type or retries. */
export const serviceTask: Behaviour<'serviceTask'> = { enter: (run) => enterJob(run, run.element.job) }
