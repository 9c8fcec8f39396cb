import type { Environment } from '@millrace/kernel'

const NAMES: Readonly<Record<string, string>> = {
  'bootstrap.servers': 'KAFKA_BROKERS',
  'security.protocol': 'KAFKA_SECURITY_PROTOCOL',
  'sasl.mechanism': 'KAFKA_SASL_MECHANISM',
  'client.id': 'KAFKA_CLIENT_ID',
  'ssl.truststore.certificates': 'KAFKA_SSL_CA',
}

const CONNECT_TIMEOUT_MS = 10_000

/** A table's `properties.*`, in the words of Kafka's Java client, as settings of ours. */
export function environmentOf(properties: Readonly<Record<string, string>>): Environment {
  const known = Object.entries(properties).flatMap(([key, value]) => {
    const name = NAMES[key]
    return name === undefined ? [] : [[name, value]]
  })
  const jaas = properties['sasl.jaas.config'] ?? ''
  const [, username] = /username\s*=\s*"([^"]*)"/.exec(jaas) ?? []
  const [, password] = /password\s*=\s*"([^"]*)"/.exec(jaas) ?? []
  return {
    KAFKA_CONNECT_TIMEOUT_MS: String(CONNECT_TIMEOUT_MS),
    ...(Object.fromEntries(known) as Environment),
    ...(username === undefined ? {} : { KAFKA_SASL_USERNAME: username }),
    ...(password === undefined ? {} : { KAFKA_SASL_PASSWORD: password }),
  }
}
