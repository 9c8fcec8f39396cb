import { instanceId, port, toggle, wholeNumber } from '@millrace/client'
import { z } from 'zod'

/** Ports of the services that run alone; the web application has that of the workshop. */
export const ports = { webapp: 8000, assemble: 8001, bake: 8002, delivery: 8003, status: 8004 } as const

export type ServiceName = keyof typeof ports

/** Consumer groups: one for all instances of a service, wherever they run. */
export const groups = {
  assemble: 'pizza_assemble',
  bake: 'pizza_bake',
  delivery: 'pizza_delivery',
  status: 'pizza_status',
} as const

/** What every service of the system gets from its environment, besides Kafka's settings. */
export const settingsSchema = (standardPort: number) =>
  z.object({
    PORT: port().default(standardPort),
    HOST: z.string().default('127.0.0.1'),
    INSTANCE_ID: instanceId(),
    /** `on`: create the workshop's topics that are missing. Without it they are named, and the service ends. */
    PIZZA_CREATE_TOPICS: toggle().default(false),
    PIZZA_PARTITIONS: wholeNumber(1, 100).default(1),
    /** Multiplies all times of work: 0.01 makes a pizza in a third of a second. */
    PIZZA_TIME_FACTOR: z
      .string()
      .regex(/^\d{1,4}(\.\d{1,4})?$/u, 'a number such as 1 or 0.1')
      .transform(Number)
      .default(1),
    /** An order without change for longer is stuck. */
    PIZZA_STUCK_AFTER_MS: wholeNumber(100, 86_400_000).default(45_000),
    PIZZA_WATCHDOG_EVERY_MS: wholeNumber(50, 3_600_000).default(15_000),
    /** How long the workers remember an order that is done: an event that is repeated later is taken for a new one. */
    PIZZA_KEEP_HOURS: wholeNumber(1, 10_000).default(24),
    /** Signs the cookies of those who are logged in. */
    SESSION_SECRET: z.string().min(8, 'at least 8 characters').default('pizza_for_one_machine_only'),
    /** `off`: somebody else submits the two statements. */
    PIZZA_SUBMIT_SQL: toggle().default(true),
    /** File of statements that make the topics tables, where the gateway is open-source Flink's. */
    PIZZA_SQL_PRELUDE: z.string().optional(),
  })

export type Settings = z.output<ReturnType<typeof settingsSchema>>
