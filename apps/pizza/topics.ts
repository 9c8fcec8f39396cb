import { type Topic, json, rawTopic, text, topic } from '@millrace/client'
import { z } from 'zod'
import { STATUS } from './contract/status.ts'

const word = z.string().max(200).catch('')

/** The order inside of `pizza-ordered`. Originals may leave things out: what is not there is empty. */
export const pizzaOrderSchema = z.looseObject({
  extra_toppings: z.array(z.string().max(200)).max(50).catch([]),
  sauce: word,
  cheese: word,
  main_topping: word,
  customer_id: word,
  username: word,
})

/** What every event has. */
const stageEvent = z.looseObject({
  status: z.int(),
  /** ms since epoch */
  timestamp: z.int(),
})

const EMPTY = { extra_toppings: [], sauce: '', cheese: '', main_topping: '', customer_id: '', username: '' }

const orderedEvent = stageEvent.extend({ order: pizzaOrderSchema.catch(EMPTY) })
const assembledEvent = stageEvent.extend({
  /** Seconds */
  baking_time: z.number().min(0).max(3600).catch(8),
})

/** The key is the order's id: eight hexadecimal digits. */
const keyed = <const Name extends string, V>(name: Name, schema: z.ZodType<V>): Topic<Name, string, V> =>
  topic({ name, key: text(), value: json(schema) })

export const pizzaOrdered = keyed('pizza-ordered', orderedEvent)
export const pizzaPending = keyed('pizza-pending', stageEvent)
export const pizzaAssembled = keyed('pizza-assembled', assembledEvent)
export const pizzaBaked = keyed('pizza-baked', stageEvent)
export const pizzaDelivered = keyed('pizza-delivered', stageEvent)

/** Written by the SQL statement alone. Bytes, because its keys and values come in several framings. */
export const pizzaStatus = rawTopic('pizza-status')

/** The five topics of the workshop that its people create. */
export const workshopTopics = [pizzaOrdered, pizzaPending, pizzaAssembled, pizzaBaked, pizzaDelivered] as const

/** What an operator decides about an order; every worker hears it. */
const commandEvent = z.looseObject({
  command: z.enum(['drive-on', 'cancel']),
  /** The stage that the order was seen at. */
  stage: z.int(),
  timestamp: z.int(),
  /** What is known of the order, for a worker that has never heard of it. */
  order: pizzaOrderSchema.optional(),
})

export type PizzaCommand = z.output<typeof commandEvent>

export const pizzaCommands = keyed('pizza-commands', commandEvent)

/** What happens to orders beside their way: stuck (50), cancelled (499). */
export const pizzaIncidents = keyed('pizza-incidents', stageEvent)

/** What the services say of each order. */
export const pizzaLogs = topic({
  name: 'pizza-logs',
  key: text(),
  value: json(
    z.looseObject({
      service: z.string(),
      instance: z.string(),
      level: z.enum(['info', 'warn', 'error']),
      text: z.string(),
      timestamp: z.int(),
    }),
  ),
})

/** `{"status":200,"timestamp":…}` of a stage. */
export const stage = (status: keyof typeof STATUS, now: number) => ({ status: STATUS[status], timestamp: now })

export const iso = (ms: number): string => new Date(ms).toISOString()
