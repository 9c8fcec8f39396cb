import type { Environment } from '@millrace/kernel'
import type { OwnSecrets } from '@millrace/security'

/**
 * What the systems log in with on the platform that runs them. A secret is told only with the address that it is for: who
 * points a system at another Kafka or Zeebe gives it what it needs there.
 */
export function ownCredentials(
  own: OwnSecrets | undefined,
  { console: consoleUrl, smtp }: { readonly console: string; readonly smtp: string },
  told: Environment,
): Environment {
  if (own === undefined) return {}
  const { user, key } = own
  const forOwn = (address: string, credentials: Environment): Environment =>
    told[address] === undefined ? credentials : {}
  return {
    MILLRACE_CLOCK_TOKEN: key,
    SMTP_URL: smtp.replace('//', `//${user.name}:${user.password}@`),
    ...forOwn('KAFKA_BROKERS', {
      KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-256',
      KAFKA_SASL_USERNAME: user.name,
      KAFKA_SASL_PASSWORD: user.password,
    }),
    ...forOwn('ZEEBE_ADDRESS', {
      ...zeebeCredentials(own, consoleUrl),
      ZEEBE_REST_TOKEN: key,
    }),
    ...forOwn('K_SINK', { K_SINK_TOKEN: key }),
    ...forOwn('EVENTS_URL', { EVENTS_TOKEN: key }),
    ...forOwn('FLINK_SQL_GATEWAY', { FLINK_SQL_GATEWAY_TOKEN: key }),
  }
}

/** What a Zeebe client of the platform's own logs in with. */
export function zeebeCredentials(own: OwnSecrets | undefined, consoleUrl: string): Environment {
  if (own === undefined) return {}
  return {
    ZEEBE_SECURE_CONNECTION: 'false',
    ZEEBE_CLIENT_ID: own.client.id,
    ZEEBE_CLIENT_SECRET: own.client.secret,
    ZEEBE_AUTHORIZATION_SERVER_URL: `${consoleUrl}/oauth/token`,
  }
}
