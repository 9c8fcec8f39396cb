import type { Environment } from '@millrace/kernel'
import { z } from 'zod'
import { configuration } from '../config/configuration.ts'
import { httpUrl, toggle, wholeNumber } from '../config/variables.ts'

const ADDRESS = /^(?:https?:\/\/|grpcs?:\/\/)?(\[[0-9a-fA-F:]+\]|[^\s:/[\]]+)(?::(\d{1,5}))?\/?$/u
const DEFAULT_PORT = 26_500

/** How to reach a Zeebe gateway, as `connectZeebe` uses it. */
export interface ZeebeSettings {
  /** `host:port` */
  readonly address: string
  readonly tls: boolean
  /** PEM of the authority that signed the gateway's certificate; the system's ones without it. */
  readonly ca?: string
  readonly credentials?: ZeebeCredentials
  readonly tenantId: string
  /** Name of this program's workers in the gateway's records. */
  readonly worker: string
  readonly requestTimeoutMs: number
}

/** OAuth 2.0 client credentials (RFC 6749, section 4.4). */
export interface ZeebeCredentials {
  readonly clientId: string
  readonly clientSecret: string
  readonly tokenUrl: string
  readonly audience: string
}

const schema = z
  .object({
    ZEEBE_ADDRESS: z.string('missing; it takes host:port').regex(ADDRESS, 'host:port, such as 127.0.0.1:26500'),
    ZEEBE_SECURE_CONNECTION: toggle().optional(),
    ZEEBE_CA_CERTIFICATE: z.string().startsWith('-----BEGIN CERTIFICATE-----', 'a certificate as PEM').optional(),
    ZEEBE_CLIENT_ID: z.string().optional(),
    ZEEBE_CLIENT_SECRET: z.string().optional(),
    ZEEBE_AUTHORIZATION_SERVER_URL: httpUrl().optional(),
    ZEEBE_TOKEN_AUDIENCE: z.string().default('zeebe.camunda.io'),
    ZEEBE_TENANT_ID: z.string().default(''),
    ZEEBE_WORKER_NAME: z.string().default('millrace-app'),
    ZEEBE_REQUEST_TIMEOUT_MS: wholeNumber(100, 600_000).default(15_000),
  })
  .superRefine((given, context) => {
    const needed = ['ZEEBE_CLIENT_ID', 'ZEEBE_CLIENT_SECRET', 'ZEEBE_AUTHORIZATION_SERVER_URL'] as const
    if (needed.every((name) => given[name] === undefined)) return
    for (const name of needed) {
      if (given[name] !== undefined) continue
      context.addIssue({ code: 'custom', path: [name], message: `missing; credentials are ${needed.join(', ')}` })
    }
  })

/**
 * `ZEEBE_ADDRESS`, `ZEEBE_SECURE_CONNECTION` (on when credentials are given), `ZEEBE_CA_CERTIFICATE`, `ZEEBE_CLIENT_ID`,
 * `ZEEBE_CLIENT_SECRET`, `ZEEBE_AUTHORIZATION_SERVER_URL`, `ZEEBE_TOKEN_AUDIENCE`, `ZEEBE_TENANT_ID`,
 * `ZEEBE_WORKER_NAME`, `ZEEBE_REQUEST_TIMEOUT_MS`.
 *
 * @throws Refusal INVALID_CONFIGURATION that names each wrong variable.
 */
export function zeebeSettings(environment: Environment): ZeebeSettings {
  const given = configuration(schema, environment)
  const [, host = '', port = DEFAULT_PORT] = ADDRESS.exec(given.ZEEBE_ADDRESS) ?? []
  const { ZEEBE_CLIENT_ID: clientId, ZEEBE_CLIENT_SECRET: clientSecret } = given
  const tokenUrl = given.ZEEBE_AUTHORIZATION_SERVER_URL
  const credentials =
    clientId === undefined || clientSecret === undefined || tokenUrl === undefined
      ? undefined
      : { clientId, clientSecret, tokenUrl, audience: given.ZEEBE_TOKEN_AUDIENCE }
  return {
    address: `${host}:${port}`,
    tls: given.ZEEBE_SECURE_CONNECTION ?? credentials !== undefined,
    ...(given.ZEEBE_CA_CERTIFICATE !== undefined && { ca: given.ZEEBE_CA_CERTIFICATE }),
    ...(credentials !== undefined && { credentials }),
    tenantId: given.ZEEBE_TENANT_ID,
    worker: given.ZEEBE_WORKER_NAME,
    requestTimeoutMs: given.ZEEBE_REQUEST_TIMEOUT_MS,
  }
}
