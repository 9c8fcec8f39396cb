import { activated, completeNow } from '../behaviours/events.ts'
import type { Behaviour } from './behaviour.ts'

/** Boundary event: the activity waits for it; once it is here there is nothing to wait for. */
export const boundaryEvent: Behaviour<'boundaryEvent'> = {
  enter: (run) => {
    activated(run)
    completeNow(run)
  },
}
