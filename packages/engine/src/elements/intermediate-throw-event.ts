import { activated, completeNow } from '../behaviours/events.ts'
import { evaluateText } from '../behaviours/expressions.ts'
import { completed } from '../behaviours/flows.ts'
import { applyInputs, applyOutputs } from '../behaviours/mappings.ts'
import { broadcast } from '../behaviours/signals.ts'
import { throwEscalation } from '../behaviours/throwing.ts'
import { activateBeside } from '../behaviours/triggers.ts'
import { visible } from '../behaviours/scopes.ts'
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
    applyInputs(run)
    const text = event.kind === 'signal' ? evaluateText(step, event.name, instance.key) : ''
    const code = event.kind === 'escalation' ? evaluateText(step, event.code, instance.key) : ''
    activated(run)
    if (event.kind === 'signal') {
      const variables =
        element.inputs !== undefined ? step.state.variables.local(instance.key) : visible(step.state, instance.key)
      broadcast(step, { signalName: text, variables, tenantId: definition.tenantId })
    }
    completeNow(run)
    if (event.kind === 'escalation') throwEscalation(run, code)
  },
  leave: (run) => {
    const { event } = run.element
    applyOutputs(run)
    if (event.kind === 'link') activateBeside(run, run.instance.scopeKey, event.target, event.target, {})
    completed(run)
  },
}
