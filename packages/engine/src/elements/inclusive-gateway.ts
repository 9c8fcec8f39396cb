import { chooseAll } from '../behaviours/conditions.ts'
import { passThrough } from '../behaviours/flows.ts'
import type { Behaviour } from './behaviour.ts'

/** Inclusive gateway: every flow whose condition holds, else the default one. Joining is in `joins.ts`. */
export const inclusiveGateway: Behaviour<'inclusiveGateway'> = {
  enter: (run) => passThrough(run, chooseAll(run)),
}
