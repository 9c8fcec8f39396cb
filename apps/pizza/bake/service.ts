import { pizzaAssembled } from '../topics.ts'
import { workerService } from '../worker/worker-service.ts'
import { baking, decide, finish } from './decide.ts'

/** Bakes the pizzas that are assembled, for as long as was said. */
export const startBake = workerService({ name: 'bake', inputs: [pizzaAssembled], state: baking, decide, finish })
