import { bearerToken, httpUrl, port, wholeNumber } from '@millrace/client'
import { z } from 'zod'

/** Ports of the services that run alone: the originals'. */
export const alonePorts = { web: 8080, queue: 8084, tickets: 8082, payments: 8083 } as const
/** Ports under the platform. */
export const ports = { web: 8100, queue: 8101, tickets: 8102, payments: 8103 } as const

export type ServiceName = keyof typeof ports

const DAY_MS = 86_400_000
const local = (name: ServiceName) => httpUrl().default(`http://127.0.0.1:${ports[name]}`)

/** What every service of the sale gets from its environment. Those with a name of their own start with it. */
export const settingsSchema = (name: ServiceName) =>
  z.object({
    PORT: port().default(alonePorts[name]),
    HOST: z.string().default('127.0.0.1'),
    /** Of this service alone. In memory without it, which only a test or a look around wants. */
    DATA_DIR: z.string().optional(),
    QUEUE_URL: local('queue'),
    TICKETS_URL: local('tickets'),
    PAYMENTS_URL: local('payments'),
    /** How others reach this service, when that is not its own address. */
    PUBLIC_URL: httpUrl().optional(),
    /** Where events go; without it nothing is told, and the sale works all the same. */
    K_SINK: httpUrl().optional(),
    /** API of brokers and triggers: where it is given, the service puts its own triggers there. */
    EVENTS_URL: httpUrl().optional(),
    /** Bearer keys for the two, where they ask for some. */
    K_SINK_TOKEN: bearerToken().optional(),
    EVENTS_TOKEN: bearerToken().optional(),
    /** The router between events and processes, where there is one. */
    ROUTER_URL: httpUrl().optional(),
    /** When the sale opens; at once without it. */
    SALE_OPENS_AT: z.iso.datetime({ offset: true }).optional(),
    QUEUE_RATE_PER_MINUTE: wholeNumber(0, 1_000_000).default(600),
    QUEUE_MAX_ACTIVE: wholeNumber(0, 1_000_000).default(1000),
    /** How long an admission waits for its first look at the token. */
    QUEUE_OFFER_MS: wholeNumber(1000, DAY_MS).default(120_000),
    /** How long a token is in force. */
    QUEUE_TOKEN_MS: wholeNumber(1000, DAY_MS).default(600_000),
    /** How long a place is kept for whoever does not ask. */
    QUEUE_GRACE_MS: wholeNumber(1000, DAY_MS).default(300_000),
    /** Places that one client may hold at a time; 0 is any number. */
    QUEUE_PLACES_PER_CLIENT: wholeNumber(0, 1_000_000).default(20),
    TICKETS_HOLD_MS: wholeNumber(1000, DAY_MS).default(120_000),
    TICKETS_REMINDER_MS: wholeNumber(1000, DAY_MS).default(60_000),
    TICKETS_PAYMENT_MS: wholeNumber(1000, DAY_MS).default(120_000),
    TICKETS_TRANSFER_MS: wholeNumber(1000, 30 * DAY_MS).default(DAY_MS),
    TICKETS_POLL_MS: wholeNumber(100, DAY_MS).default(5000),
    /** Most tickets that one session buys. */
    TICKETS_PER_BUYER: wholeNumber(1, 1_000_000).default(20),
    /** Tickets for sale, of all types together. */
    TICKETS_CAPACITY: wholeNumber(0, 10_000_000).default(20_000),
    PAYMENTS_PROCESSING_MS: wholeNumber(0, DAY_MS).default(10_000),
  })

export type Settings = z.output<ReturnType<typeof settingsSchema>>
