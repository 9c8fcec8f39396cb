import type { Environment } from '@millrace/kernel'
import { z } from 'zod'
import { configuration } from '../config/configuration.ts'
import { bearerToken, httpUrl, wholeNumber } from '../config/variables.ts'

/** How to reach an SQL Gateway, as `connectSql` uses it. */
export interface SqlSettings {
  /** Base URL, without the version. */
  readonly url: string
  /** Bearer key, where the gateway asks for one. */
  readonly token?: string
  readonly requestTimeoutMs: number
}

const schema = z.object({
  FLINK_SQL_GATEWAY: httpUrl().default('http://127.0.0.1:8083'),
  FLINK_SQL_GATEWAY_TOKEN: bearerToken().optional(),
  FLINK_SQL_REQUEST_TIMEOUT_MS: wholeNumber(100, 600_000).default(30_000),
})

/**
 * `FLINK_SQL_GATEWAY`, `FLINK_SQL_GATEWAY_TOKEN`, `FLINK_SQL_REQUEST_TIMEOUT_MS`.
 *
 * @throws Refusal INVALID_CONFIGURATION that names each wrong variable.
 */
export function sqlSettings(environment: Environment): SqlSettings {
  const given = configuration(schema, environment)
  const {
    FLINK_SQL_GATEWAY: url,
    FLINK_SQL_GATEWAY_TOKEN: token,
    FLINK_SQL_REQUEST_TIMEOUT_MS: requestTimeoutMs,
  } = given
  return { url, requestTimeoutMs, ...(token !== undefined && { token }) }
}
