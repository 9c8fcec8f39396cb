import { activated, completeNow } from '../behaviours/events.ts'
import { evaluateText } from '../behaviours/expressions.ts'
import { completed } from '../behaviours/flows.ts'
import { applyInputs, applyOutputs } from '../behaviours/mappings.ts'
import { throwEscalation } from '../behaviours/throwing.ts'
import { activateBeside } from '../behaviours/triggers.ts'
import type { Behaviour } from './behaviour.ts'
import { enterJob } from './job-task.ts'

/** Intermediate throw event: none, message (a job), signal, escalation, link. */
export const intermediateThrowEvent: Behaviour<'intermediateThrowEvent'> = {
  enter: (run) => {
    const { step, instance, element, definition } = run
    const { event } = element
    if (event.kind === 'message') {
      enterJob(run, event.job)
      return
    }
    // As in Zeebe, jobs and signals alone have input mappings.
    if (event.kind === 'signal') applyInputs(run)
    const text = event.kind === 'signal' ? evaluateText(step, event.name, instance.key) : ''
    const code = event.kind === 'escalation' ? evaluateText(step, event.code, instance.key) : ''
    activated(run)
    if (event.kind === 'signal') {
      const variables = step.state.variables.local(instance.key)
      step.follow({ kind: 'broadcast', signalName: text, variables, tenantId: definition.tenantId })
    }
    if (event.kind === 'escalation') throwEscalation(run, code)
    else completeNow(run)
  },
  leave: (run) => {
    const { event } = run.element
    applyOutputs(run)
    if (event.kind === 'link') activateBeside(run, run.instance.scopeKey, event.target, event.target, {})
    completed(run)
  },
}
