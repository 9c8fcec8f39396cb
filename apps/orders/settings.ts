import { httpUrl, instanceId, port, wholeNumber } from '@millrace/client'
import { z } from 'zod'
import type { Links } from './contract/journal.ts'

/** Ports of the services that run alone. */
export const ports = {
  orders: 8200,
  payments: 8201,
  delivery: 8202,
  notifications: 8203,
  logging: 8204,
  mobile: 8205,
  email: 8206,
} as const satisfies Record<keyof Links, number>

export type ServiceName = keyof typeof ports

const local = (name: ServiceName) => httpUrl().default(`http://127.0.0.1:${ports[name]}`)

/** What every service of the system gets from its environment, besides Kafka's settings. */
export const settingsSchema = (standardPort: number) =>
  z.object({
    PORT: port().default(standardPort),
    HOST: z.string().default('127.0.0.1'),
    INSTANCE_ID: instanceId(),
    /** Of this service alone. */
    DATA_DIR: z.string().optional(),
    /** How others reach this instance, when that is not its own address. */
    PUBLIC_URL: httpUrl().optional(),
    ORDERS_URL: local('orders'),
    PAYMENTS_URL: local('payments'),
    /** The second instance of payments: asked when the first does not answer. */
    PAYMENTS_2_URL: httpUrl().optional(),
    ORDERS_2_URL: httpUrl().optional(),
    DELIVERY_URL: local('delivery'),
    NOTIFICATIONS_URL: local('notifications'),
    LOGGING_URL: local('logging'),
    MOBILE_URL: local('mobile'),
    EMAIL_URL: local('email'),
    /** Shared by orders, payments and the gateway. */
    WEBHOOK_SECRET: z.string().min(8, 'at least 8 characters').default('whsec_for_one_machine_only'),
    /** How long an order can be paid. */
    PAYMENT_EXPIRY_MS: wholeNumber(1000, 30 * 86_400_000).default(1_800_000),
  })

export type Settings = z.output<ReturnType<typeof settingsSchema>>

export const linksOf = (settings: Settings): Links => ({
  orders: settings.ORDERS_URL,
  payments: settings.PAYMENTS_URL,
  delivery: settings.DELIVERY_URL,
  notifications: settings.NOTIFICATIONS_URL,
  logging: settings.LOGGING_URL,
  mobile: settings.MOBILE_URL,
  email: settings.EMAIL_URL,
})
