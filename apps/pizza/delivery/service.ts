import { pizzaBaked, pizzaOrdered } from '../topics.ts'
import { workerService } from '../worker/worker-service.ts'
import { decide, delivering, finish } from './decide.ts'

/** Delivers the pizzas that are baked to those who ordered them. */
export const startDelivery = workerService({
  name: 'delivery',
  inputs: [pizzaOrdered, pizzaBaked],
  state: delivering,
  decide,
  finish,
})
