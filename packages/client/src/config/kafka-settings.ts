import { readFileSync } from 'node:fs'
import { Refusal, messageOf, type Environment } from '@millrace/kernel'
import { z } from 'zod'
import { configuration } from './configuration.ts'
import { wholeNumber } from './variables.ts'

const BROKER = /^(\[[0-9a-fA-F:]+\]|[^\s:,[\]]+)(:\d{1,5})?$/u
const MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const

/** How to reach a Kafka, as `connectKafka` uses it. */
export interface KafkaSettings {
  readonly brokers: readonly { readonly host: string; readonly port: number }[]
  readonly clientId: string
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string }
  readonly sasl?: {
    readonly mechanism: (typeof MECHANISMS)[number]
    readonly username: string
    readonly password: string
  }
  /** Copies of each partition of the topics that the app creates. */
  readonly replicationFactor: number
  readonly connectTimeoutMs: number
}

const schema = z
  .object({
    KAFKA_BROKERS: z
      .string('missing; it takes host:port, several separated by commas')
      .refine(
        (text) => text.split(',').every((broker) => BROKER.test(broker.trim())),
        'host:port, several separated by commas',
      ),
    KAFKA_CLIENT_ID: z
      .string()
      .regex(/^[\w.-]{1,120}$/u, 'letters, digits, dot, dash and underscore')
      .default('millrace-app'),
    KAFKA_SECURITY_PROTOCOL: z
      .enum(['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'], 'PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL')
      .default('PLAINTEXT'),
    KAFKA_SASL_MECHANISM: z.enum(MECHANISMS, `one of ${MECHANISMS.join(', ')}`).default('PLAIN'),
    KAFKA_SASL_USERNAME: z.string().optional(),
    KAFKA_SASL_PASSWORD: z.string().optional(),
    KAFKA_SSL_CA: z.string().optional(),
    KAFKA_SSL_CERT: z.string().optional(),
    KAFKA_SSL_KEY: z.string().optional(),
    KAFKA_CONNECT_TIMEOUT_MS: wholeNumber(100, 600_000).default(30_000),
    REPLICATION_FACTOR: wholeNumber(1, 32).default(1),
  })
  .superRefine((given, context) => {
    if (!given.KAFKA_SECURITY_PROTOCOL.startsWith('SASL')) return
    for (const name of ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'] as const) {
      if (given[name] !== undefined) continue
      const message = `missing; KAFKA_SECURITY_PROTOCOL ${given.KAFKA_SECURITY_PROTOCOL} needs it`
      context.addIssue({ code: 'custom', path: [name], message })
    }
  })

/**
 * `KAFKA_BROKERS`, `KAFKA_CLIENT_ID`, `KAFKA_SECURITY_PROTOCOL`, `KAFKA_SASL_MECHANISM`, `KAFKA_SASL_USERNAME`,
 * `KAFKA_SASL_PASSWORD`, `KAFKA_SSL_CA`, `KAFKA_SSL_CERT`, `KAFKA_SSL_KEY` (PEM, or the path of a PEM file),
 * `KAFKA_CONNECT_TIMEOUT_MS`, `REPLICATION_FACTOR`.
 *
 * @throws Refusal INVALID_CONFIGURATION that names each wrong variable.
 */
export function kafkaSettings(environment: Environment): KafkaSettings {
  const given = configuration(schema, environment)
  const secure = given.KAFKA_SECURITY_PROTOCOL.endsWith('SSL')
  return {
    brokers: given.KAFKA_BROKERS.split(',').map((broker) => parseBroker(broker.trim())),
    clientId: given.KAFKA_CLIENT_ID,
    replicationFactor: given.REPLICATION_FACTOR,
    connectTimeoutMs: given.KAFKA_CONNECT_TIMEOUT_MS,
    ...(secure && { tls: certificates(given) }),
    ...(given.KAFKA_SECURITY_PROTOCOL.startsWith('SASL') && {
      sasl: {
        mechanism: given.KAFKA_SASL_MECHANISM,
        username: given.KAFKA_SASL_USERNAME as string,
        password: given.KAFKA_SASL_PASSWORD as string,
      },
    }),
  }
}

function parseBroker(broker: string): { host: string; port: number } {
  const [, host = '', port = ':9092'] = BROKER.exec(broker) ?? []
  return { host: host.replace(/^\[|\]$/gu, ''), port: Number(port.slice(1)) }
}

function certificates(given: z.output<typeof schema>): NonNullable<KafkaSettings['tls']> {
  const ca = pem('KAFKA_SSL_CA', given.KAFKA_SSL_CA)
  const cert = pem('KAFKA_SSL_CERT', given.KAFKA_SSL_CERT)
  const key = pem('KAFKA_SSL_KEY', given.KAFKA_SSL_KEY)
  return { ...(ca !== undefined && { ca }), ...(cert !== undefined && { cert }), ...(key !== undefined && { key }) }
}

function pem(name: string, given: string | undefined): string | undefined {
  if (given === undefined || given.includes('-----BEGIN')) return given
  try {
    return readFileSync(given, 'utf8')
  } catch (error) {
    throw new Refusal(
      'INVALID_CONFIGURATION',
      `wrong configuration: ${name}: neither PEM nor a readable file: ${messageOf(error)}`,
    )
  }
}
