import { activated, completeNow } from '../behaviours/events.ts'
import type { Behaviour } from './behaviour.ts'

/** Start event: its scope waits for it; once it is here there is nothing to wait for. */
export const startEvent: Behaviour<'startEvent'> = {
  enter: (run) => {
    activated(run)
    completeNow(run)
  },
}
