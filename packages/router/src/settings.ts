import { bearerToken, httpUrl, port, wholeNumber } from '@millrace/client'
import type { Environment } from '@millrace/kernel'
import { z } from 'zod'

/** The port that the router takes when it runs alone. */
export const ROUTER_PORT = 8086

const DAY_MS = 86_400_000

/** What the router reads from its environment, besides Zeebe's settings. */
export const settingsSchema = z.object({
  PORT: port().default(ROUTER_PORT),
  HOST: z.string().default('127.0.0.1'),
  /** For mappings, jobs that wait and events that match nothing. In memory without it, which only a test wants. */
  DATA_DIR: z.string().optional(),
  /** Where jobs emit to whose header `Host` does not say. */
  K_SINK: httpUrl().optional(),
  /** Where `/apis/eventing.knative.dev/v1` answers: a Kubernetes API, or the platform's events. */
  KNATIVE_URL: httpUrl().optional(),
  /** The platform's events, as it tells its systems. */
  EVENTS_URL: httpUrl().optional(),
  /** Bearer key for `EVENTS_URL`. */
  EVENTS_TOKEN: bearerToken().optional(),
  /** Bearer key for `K_SINK`. */
  K_SINK_TOKEN: bearerToken().optional(),
  /** Bearer token for it. */
  KNATIVE_TOKEN: z.string().optional(),
  /** The router as brokers reach it; its own address without it. */
  ROUTER_URL: httpUrl().optional(),
  /** `namespace/broker` of the triggers that are made. */
  ROUTER_BROKER: z
    .string()
    .regex(/^[a-z0-9-]{1,63}\/[a-z0-9-]{1,63}$/u, 'namespace/broker')
    .default('default/default'),
  /** `source` of the events that jobs emit; the original's without it. */
  ROUTER_SOURCE: z.string().default('zeebe.default.svc.cluster.local'),
  /** Standard Webhooks: whoever signs with it may send. */
  ROUTER_SIGNING_SECRET: z.string().min(8, 'at least 8 characters').optional(),
  /** Whoever shows it (`Authorization: Bearer`, `X-API-Key`) may send. */
  ROUTER_TOKEN: z.string().min(8, 'at least 8 characters').optional(),
  /** Whoever has a JWT by it may send: a secret (HS256), or a public key as PEM (RS256, ES256). */
  ROUTER_JWT_KEY: z.string().min(8, 'at least 8 characters').optional(),
  ROUTER_JWT_AUDIENCE: z.string().optional(),
  /** Name, at the broker, of the secret that its triggers show to the router. */
  ROUTER_TRIGGER_SECRET: z
    .string()
    .regex(/^[a-z0-9-]{1,63}$/u, 'a name')
    .optional(),
  ROUTER_JOB_TYPE: z.string().default('cloudevents'),
  /** How long a message without an `expirytime` waits for its process, and a repeated one is recognised. */
  ROUTER_MESSAGE_TTL_MS: wholeNumber(0, 30 * DAY_MS).default(3_600_000),
})

export type Settings = z.output<typeof settingsSchema>

/**
 * Zeebe's settings, where the variables of the original's chart are given instead: `ZEEBE_CLIENT_BROKER_CONTACTPOINT`
 * and `ZEEBE_CLIENT_SECURITY_PLAINTEXT`. What is said in both ways counts as the newer names have it.
 */
export function zeebeEnvironment(environment: Environment): Environment {
  const plaintext = environment['ZEEBE_CLIENT_SECURITY_PLAINTEXT']
  const secure = plaintext === undefined || plaintext === '' ? undefined : plaintext === 'false' ? 'true' : 'false'
  return {
    ...environment,
    ZEEBE_ADDRESS: environment['ZEEBE_ADDRESS'] || environment['ZEEBE_CLIENT_BROKER_CONTACTPOINT'],
    ZEEBE_SECURE_CONNECTION: environment['ZEEBE_SECURE_CONNECTION'] || secure,
    ZEEBE_WORKER_NAME: environment['ZEEBE_WORKER_NAME'] || 'cloudevents-router',
  }
}
