import { activated, completeNow } from '../behaviours/events.ts'
import { evaluateText } from '../behaviours/expressions.ts'
import { completed } from '../behaviours/flows.ts'
import { raiseIncident } from '../behaviours/incidents.ts'
import { applyInputs, applyOutputs } from '../behaviours/mappings.ts'
import { unsubscribe } from '../behaviours/subscriptions.ts'
import { throwError, throwEscalation } from '../behaviours/throwing.ts'
import { triggering } from '../behaviours/triggers.ts'
import { type RunOf, runOf } from '../runtime/run.ts'
import type { Behaviour } from './behaviour.ts'
import { enterJob } from './job-task.ts'

/**
 * End event: none, message (a job), signal, escalation, error (an incident when nothing catches it), terminate
 * (everything else in its scope ends too).
 */
export const endEvent: Behaviour<'endEvent'> = {
  enter: (run) => {
    const { event } = run.element
    if (event.kind === 'message') enterJob(run, event.job)
    else if (event.kind === 'error') enterError(run)
    else enterOther(run)
  },
  leave: (run) => {
    applyOutputs(run)
    unsubscribe(run.step, run.instance.key)
    if (run.element.event.kind === 'terminate') terminateScope(run)
    else completed(run)
  },
}

function enterOther(run: RunOf<'endEvent'>): void {
  const { step, instance, element, definition } = run
  const { event } = element
  // As in Zeebe, jobs and signals alone have input mappings.
  if (event.kind === 'signal') applyInputs(run)
  const name = event.kind === 'signal' ? evaluateText(step, event.name, instance.key) : ''
  const code = event.kind === 'escalation' ? evaluateText(step, event.code, instance.key) : ''
  activated(run)
  if (event.kind === 'signal') {
    const variables = step.state.variables.local(instance.key)
    step.follow({ kind: 'broadcast', signalName: name, variables, tenantId: definition.tenantId })
  }
  if (event.kind === 'escalation') throwEscalation(run, code)
  else completeNow(run)
}

function enterError(run: RunOf<'endEvent'>): void {
  const { step, instance, element } = run
  const { event } = element
  const code = event.kind === 'error' ? evaluateText(step, event.code, instance.key) : ''
  const uncaught = throwError(step, instance.key, { code, message: '', variables: {} })
  if (uncaught === undefined) activated(run)
  else raiseIncident(run, 'UNHANDLED_ERROR_EVENT', uncaught)
}

function terminateScope(run: RunOf<'endEvent'>): void {
  const { step, instance } = run
  const scope = runOf(step, instance.scopeKey)
  completed(run)
  if (scope === undefined) return
  triggering(scope, instance.element, {})
  for (const key of step.state.instances.keys('scope', scope.instance.key)) step.follow({ kind: 'terminate', key })
}
