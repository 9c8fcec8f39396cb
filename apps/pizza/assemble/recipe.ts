import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { pizzaOrderSchema } from '../topics.ts'

/**
 * Seconds that a pizza takes, by what is on it, the same in every program of the workshop: of the MD5 of
 * `sauce@cheese@extra,extra@main` the last 16 bits, modulo 8, from 4 for the table and from 8 for the oven.
 */
export function timesOf(order: z.output<typeof pizzaOrderSchema>): {
  readonly assembling: number
  readonly baking: number
} {
  const recipe = `${order.sauce}@${order.cheese}@${order.extra_toppings.join(',')}@${order.main_topping}`
  const seed = Number.parseInt(createHash('md5').update(recipe).digest('hex').slice(-4), 16)
  return { assembling: (seed % 8) + 4, baking: (seed % 8) + 8 }
}
