import { activated, completeNow } from '../behaviours/events.ts'
import { evaluateJson } from '../behaviours/expressions.ts'
import { applyInputs } from '../behaviours/mappings.ts'
import { setLocal } from '../behaviours/scopes.ts'
import { subscribe } from '../behaviours/subscriptions.ts'
import { triggering } from '../behaviours/triggers.ts'
import type { RunOf } from '../runtime/run.ts'
import type { Behaviour } from './behaviour.ts'
import { enterJob } from './job-task.ts'

/** Script task: a job, or a FEEL expression that is evaluated here; its result is one variable. */
export const scriptTask: Behaviour<'scriptTask'> = {
  enter: (run) => {
    const { work } = run.element
    if (work.kind === 'job') enterJob(run, work.job)
    else evaluateScript(run, work.script)
  },
}

function evaluateScript(
  run: RunOf<'scriptTask'>,
  script: Extract<RunOf<'scriptTask'>['element']['work'], { kind: 'script' }>['script'],
): void {
  const { step, instance } = run
  applyInputs(run)
  const result = evaluateJson(step, script.expression, instance.key)
  subscribe(run)
  activated(run)
  const variables = { [script.resultVariable]: result }
  // With output mappings the result is only theirs to see; without, it goes outwards when the task completes.
  if (run.element.outputs !== undefined) setLocal(step, instance.key, variables)
  triggering(run, instance.element, variables)
  completeNow(run)
}
