import { activated, completeNow } from '../behaviours/events.ts'
import { applyInputs } from '../behaviours/mappings.ts'
import { subscribe } from '../behaviours/subscriptions.ts'
import { activateBeside } from '../behaviours/triggers.ts'
import { elementAt } from '../runtime/run.ts'
import type { Behaviour } from './behaviour.ts'

/** Embedded subprocess: a scope of its own, which begins at its none start event. */
export const subProcess: Behaviour<'subProcess'> = {
  enter: (run) => {
    applyInputs(run)
    subscribe(run)
    activated(run)
    const { noneStart } = run.element
    if (noneStart === undefined) completeNow(run)
    else run.step.follow({ kind: 'activate', element: noneStart, scopeKey: run.instance.key })
  },
}

/** Event subprocess: activated by its start event, which it then runs with what the event brought. */
export const eventSubProcess: Behaviour<'eventSubProcess'> = {
  enter: (run) => {
    const { step, instance, element, definition } = run
    const brought = instance.trigger?.variables ?? {}
    subscribe(run)
    activated(run)
    const start = elementAt(definition, element.start)
    activateBeside({ ...run, step }, instance.key, start.index, start.index, brought)
  },
}
