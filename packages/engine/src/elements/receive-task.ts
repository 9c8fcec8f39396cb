import { activated } from '../behaviours/events.ts'
import { applyInputs } from '../behaviours/mappings.ts'
import { subscribe } from '../behaviours/subscriptions.ts'
import { completeNow } from '../behaviours/events.ts'
import type { Behaviour } from './behaviour.ts'

/** Receive task: waits for its message; after an event-based gateway that has it already, it goes on at once. */
export const receiveTask: Behaviour<'receiveTask'> = {
  enter: (run) => {
    applyInputs(run)
    const arrived = run.instance.trigger !== undefined
    if (!arrived) subscribe(run)
    activated(run)
    if (arrived) completeNow(run)
  },
}
