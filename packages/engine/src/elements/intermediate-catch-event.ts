import { activated, completeNow } from '../behaviours/events.ts'
import { applyInputs } from '../behaviours/mappings.ts'
import { subscribe } from '../behaviours/subscriptions.ts'
import type { Behaviour } from './behaviour.ts'

/** Intermediate catch event: waits for message, timer or signal; a link, or what has come already, goes on at once. */
export const intermediateCatchEvent: Behaviour<'intermediateCatchEvent'> = {
  enter: (run) => {
    applyInputs(run)
    const arrived = run.element.event.kind === 'link' || run.instance.trigger !== undefined
    if (!arrived) subscribe(run)
    activated(run)
    if (arrived) completeNow(run)
  },
}
