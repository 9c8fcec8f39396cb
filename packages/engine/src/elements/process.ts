import { activated, completeNow } from '../behaviours/events.ts'
import { completed } from '../behaviours/flows.ts'
import { subscribe, unsubscribe } from '../behaviours/subscriptions.ts'
import { activateBeside, triggering } from '../behaviours/triggers.ts'
import { applyOutputs } from '../behaviours/mappings.ts'
import { type Run, runOf } from '../runtime/run.ts'
import type { Behaviour } from './behaviour.ts'

/** Process: begins at what triggered it, or at its none start event; ends when nothing is at work inside. */
export const process: Behaviour<'process'> = {
  enter: (run) => {
    const { step, instance, element } = run
    const { trigger } = instance
    subscribe(run)
    activated(run)
    if (trigger !== undefined) activateBeside(run, instance.key, trigger.target, trigger.target, trigger.variables)
    else if (element.noneStart === undefined) completeNow(run)
    else step.follow({ kind: 'activate', element: element.noneStart, scopeKey: instance.key })
  },
  leave: (run) => {
    const { step, instance } = run
    applyOutputs(run)
    unsubscribe(step, instance.key)
    const caller = runOf(step, instance.parentElementInstanceKey)
    if (caller?.instance.phase === 'ACTIVATED') giveBack(run, caller)
    step.ended(instance.key, 'completed')
    completed(run, [])
    // A call activity that is being ended waits for its process, whichever way that ends.
    if (caller?.instance.phase === 'TERMINATING') step.follow({ kind: 'settle', scopeKey: caller.instance.key })
  },
}

/** What the called process leaves to the call activity, which then completes. */
function giveBack({ step, instance }: Run, caller: Run): void {
  const { element } = caller
  const all =
    element.kind === 'callActivity' && (element.called.propagateAllChildVariables || element.outputs !== undefined)
  triggering(caller, caller.instance.element, all ? step.state.variables.local(instance.key) : {})
  completeNow(caller)
}
