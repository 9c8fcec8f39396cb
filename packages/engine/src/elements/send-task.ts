import type { Behaviour } from './behaviour.ts'
import { enterJob } from './job-task.ts'

/** Send task: a job, like a service task; its worker sends. */
export const sendTask: Behaviour<'sendTask'> = { enter: (run) => enterJob(run, run.element.job) }
