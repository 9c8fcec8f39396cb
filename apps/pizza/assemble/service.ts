import { pizzaOrdered } from '../topics.ts'
import { workerService } from '../worker/worker-service.ts'
import { assembling, decide, finish } from './decide.ts'

/** Prepares the pizzas that were ordered, and says how long each is to bake. */
export const startAssemble = workerService({
  name: 'assemble',
  inputs: [pizzaOrdered],
  state: assembling,
  decide,
  finish,
})
