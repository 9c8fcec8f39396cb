import { activated } from '../behaviours/events.ts'
import { completed } from '../behaviours/flows.ts'
import { subscribe, unsubscribe } from '../behaviours/subscriptions.ts'
import { activateBeside } from '../behaviours/triggers.ts'
import type { Behaviour } from './behaviour.ts'

/** Event-based gateway: waits in the place of the events that follow it; the first one that comes is taken. */
export const eventBasedGateway: Behaviour<'eventBasedGateway'> = {
  enter: (run) => {
    subscribe(run)
    activated(run)
  },
  leave: (run) => {
    const { step, instance } = run
    const { trigger } = instance
    unsubscribe(step, instance.key)
    if (trigger !== undefined) activateBeside(run, instance.scopeKey, trigger.target, trigger.target, trigger.variables)
    completed(run, [])
  },
}
