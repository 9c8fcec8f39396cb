import { Stuck } from '../behaviours/stuck.ts'
import type { Behaviour } from './behaviour.ts'
import { enterJob } from './job-task.ts'

/** Business rule task: a job. One that calls a decision has an incident: decisions are not evaluated here yet. */
export const businessRuleTask: Behaviour<'businessRuleTask'> = {
  enter: (run) => {
    const { work } = run.element
    if (work.kind === 'job') {
      enterJob(run, work.job)
      return
    }
    const text = `Expected to evaluate a decision in '${run.element.id}', but this engine evaluates no decisions; give the task a job type instead`
    throw new Stuck('CALLED_DECISION_ERROR', text)
  },
}
