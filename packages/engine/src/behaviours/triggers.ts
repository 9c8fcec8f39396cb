import type { JsonObject } from '../records/schema.ts'
import { FROM_EVENT } from '../records/values.ts'
import { type Run, elementAt, runOf } from '../runtime/run.ts'
import type { Step } from '../runtime/step.ts'
import { unsubscribe } from './subscriptions.ts'

/**
 * Brings an event to the scope that waits for it. `target` is the element it is for: the scope itself, an event after
 * an event-based gateway, a boundary event, or the start of an event subprocess. False when the scope waits no more.
 */
export function trigger(step: Step, scopeKey: number, target: number, variables: JsonObject): boolean {
  const run = runOf(step, scopeKey)
  if (run === undefined) return false
  const element = elementAt(run.definition, target)
  if (!waits(run, element.kind === 'boundaryEvent')) return false
  if (element.kind === 'boundaryEvent') {
    if (element.interrupting) interruptActivity(run, target, variables)
    else if (isScopeInterrupted(run)) return false
    else activateBeside(run, run.instance.scopeKey, target, target, variables)
    return true
  }
  if (element.kind === 'startEvent') {
    if (run.instance.interruptedBy !== -1) return false
    if (element.interrupting) interruptScope(run, target, variables)
    else activateBeside(run, scopeKey, element.scope, target, variables)
    return true
  }
  triggering(run, target, variables)
  step.follow({ kind: 'complete', key: scopeKey })
  return true
}

/** An activity that got stuck on its way out can still be interrupted from its boundary. */
function waits({ instance }: Run, atBoundary: boolean): boolean {
  if (atBoundary && instance.phase === 'COMPLETING') return true
  return instance.phase === 'ACTIVATED' && instance.trigger === undefined
}

/** The activity is about to end with all that its scope held: nothing new may begin beside it. */
function isScopeInterrupted({ step, instance }: Run): boolean {
  return step.state.instances.get(instance.scopeKey)?.interruptedBy !== -1
}

export function triggering({ step, instance, definition }: Run, target: number, variables: JsonObject): void {
  step.emit('PROCESS_EVENT', 'TRIGGERING', step.newKey(), {
    scopeKey: instance.key,
    processInstanceKey: instance.processInstanceKey,
    targetElement: target,
    targetElementId: elementAt(definition, target).id,
    variables,
  })
}

/** The activity ends, and its boundary event takes over when it has. */
function interruptActivity(run: Run, target: number, variables: JsonObject): void {
  triggering(run, target, variables)
  run.step.follow({ kind: 'terminate', key: run.instance.key })
}

/** Everything in the scope ends, and the event subprocess takes over when it has. */
function interruptScope(run: Run, target: number, variables: JsonObject): void {
  const { step, instance, definition } = run
  triggering(run, target, variables)
  // Boundary events of the scope stay: the event subprocess runs inside it.
  unsubscribe(step, instance.key, (index) => elementAt(definition, index).kind === 'startEvent')
  for (const key of step.state.instances.keys('scope', instance.key)) step.follow({ kind: 'terminate', key })
  step.follow({ kind: 'settle', scopeKey: instance.key })
}

/** Activates an element without a flow: the event's own, or the event subprocess that it starts. */
export function activateBeside(
  { step, definition, instance }: Run,
  scopeKey: number,
  element: number,
  target: number,
  variables: JsonObject | undefined,
): void {
  step.emit('PROCESS_EVENT', 'TRIGGERED', step.newKey(), {
    scopeKey,
    processInstanceKey: instance.processInstanceKey,
    targetElement: target,
    targetElementId: elementAt(definition, target).id,
    variables: {},
  })
  step.follow({
    kind: 'activate',
    element,
    scopeKey,
    flow: FROM_EVENT,
    ...(variables === undefined ? {} : { variables }),
  })
}
