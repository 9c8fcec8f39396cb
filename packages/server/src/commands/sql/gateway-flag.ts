import type { Environment } from '@millrace/kernel'

export interface GatewayFlags {
  readonly gateway?: string
}

/** Where the gateway is: told by the flag, by the environment, or our own. */
export function gatewayOf(flags: GatewayFlags, environment: Environment): Environment {
  const own = `http://127.0.0.1:${environment['MILLRACE_SQL'] ?? '8083'}`
  return { ...environment, FLINK_SQL_GATEWAY: flags.gateway ?? environment['FLINK_SQL_GATEWAY'] ?? own }
}
