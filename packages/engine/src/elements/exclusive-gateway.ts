import { chooseFirst } from '../behaviours/conditions.ts'
import { passThrough } from '../behaviours/flows.ts'
import type { Behaviour } from './behaviour.ts'

/** Exclusive gateway: the first flow whose condition holds, else the default one; an incident when there is none. */
export const exclusiveGateway: Behaviour<'exclusiveGateway'> = {
  enter: (run) => passThrough(run, chooseFirst(run)),
}
