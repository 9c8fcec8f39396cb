import { passThrough } from '../behaviours/flows.ts'
import type { Behaviour } from './behaviour.ts'

/** Parallel gateway: splits over every outgoing flow. Joining is counted on the incoming flows, in `joins.ts`. */
export const parallelGateway: Behaviour<'parallelGateway'> = {
  enter: (run) => passThrough(run, run.element.outgoing),
}
