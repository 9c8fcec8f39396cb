import type { Cases } from '../case.ts'
import { boundaries, handlers } from './boundaries.ts'
import { events } from './events.ts'
import { gateways } from './gateways.ts'
import { loops } from './loops.ts'
import { mappings } from './mappings.ts'
import { refusals } from './refusals.ts'
import { scopes } from './scopes.ts'
import { tasks } from './tasks.ts'

/** Every case by its name. */
export const cases: Cases = {
  ...tasks,
  ...gateways,
  ...events,
  ...boundaries,
  ...handlers,
  ...scopes,
  ...loops,
  ...mappings,
  ...refusals,
}
