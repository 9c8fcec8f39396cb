import { bearerToken, httpUrl, port, wholeNumber } from '@millrace/client'
import { z } from 'zod'

/** Ports of the services that run alone. */
export const ports = { shop: 8300, operator: 8301, database: 8302, dispatch: 8303, workers: 8304 } as const

export type ServiceName = keyof typeof ports

const local = (name: ServiceName) => httpUrl().default(`http://127.0.0.1:${ports[name]}`)

/** What every service of the system gets from its environment, besides Zeebe's settings. */
export const settingsSchema = (name: ServiceName) =>
  z.object({
    PORT: port().default(ports[name]),
    HOST: z.string().default('127.0.0.1'),
    /** Of this service alone. In memory without it, which only a test or a look around wants. */
    DATA_DIR: z.string().optional(),
    DATABASE_SERVICE_URL: local('database'),
    DISPATCH_URL: local('dispatch'),
    SHOP_URL: local('shop'),
    OPERATOR_URL: local('operator'),
    /** The repository of the seed's dispatch call, `owner/name`. */
    FULFILMENT_REPO: z
      .string()
      .regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/u, 'owner/name')
      .default('millrace/shop'),
    /** The secret `GitHubToken`: the HTTP worker fills it in, dispatch asks for it. Nobody else gets it. */
    FULFILMENT_GITHUB_TOKEN: z.string().min(8, 'at least 8 characters').default('ghp_for_one_machine_only'),
    /** How long an answer waits for its process, and a repeated one is recognised. */
    FULFILMENT_MESSAGE_TTL_MS: wholeNumber(0, 30 * 86_400_000).default(3_600_000),
    /** How long a job is a worker's: an HTTP call may take 60 s. */
    FULFILMENT_JOB_TIMEOUT_MS: wholeNumber(1000, 3_600_000).default(90_000),
    /** Base URL of Camunda's REST API, where the engine has its search. */
    ZEEBE_REST_ADDRESS: httpUrl().optional(),
    /** Bearer key for it. */
    ZEEBE_REST_TOKEN: bearerToken().optional(),
  })

export type Settings = z.output<ReturnType<typeof settingsSchema>>

/** What the JSON store gets. */
export const databaseSettings = settingsSchema('database')
  .pick({ PORT: true, HOST: true, DATA_DIR: true })
  .extend({
    DATABASE_URL: z
      .url({ protocol: /^postgres(?:ql)?$/u, error: 'postgres://user:password@host:port/database' })
      .optional(),
  })
