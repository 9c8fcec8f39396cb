import { type KafkaConnection, LazyConnection, problemOf } from '@millrace/console/operator'
import { type KafkaClient, kafkaSettings } from '@millrace/client'
import { type Environment, Refusal, type ServicePorts, systemClocks, systemRandom } from '@millrace/kernel'
import type { Command } from 'commander'
import { createLogger } from '../../platform/logger.ts'

export interface KafkaFlags {
  readonly brokers?: string
  readonly json?: boolean
}

/** The flags of every command that talks to a Kafka, ours or another. */
export function kafkaFlags(command: Command): Command {
  return command
    .option('--brokers <host:port>', 'bootstrap servers (KAFKA_BROKERS, else 127.0.0.1 and MILLRACE_KAFKA or 9092)')
    .option('--json', 'print JSON')
}

export function brokersOf(flags: KafkaFlags, environment: Environment): string {
  return flags.brokers ?? environment['KAFKA_BROKERS'] ?? `127.0.0.1:${environment['MILLRACE_KAFKA'] ?? '9092'}`
}

/** Runs `work` on a connection for operators, and closes it. */
export async function withOperator<T>(
  flags: KafkaFlags,
  environment: Environment,
  work: (admin: KafkaConnection['admin']) => Promise<T>,
): Promise<T> {
  const brokers = brokersOf(flags, environment)
  // TLS and SASL as the variables of every client say: KAFKA_SECURITY_PROTOCOL, KAFKA_SASL_…, KAFKA_SSL_…
  const { tls, sasl } = kafkaSettings({ ...environment, KAFKA_BROKERS: brokers })
  const settings = { bootstrapBrokers: brokers.split(','), ...(tls && { tls }), ...(sasl && { sasl }) }
  await using connection = new LazyConnection(settings)
  const kafka = await connection.connect()
  try {
    return await work(kafka.admin)
  } catch (thrown) {
    const { code, detail } = problemOf(thrown)
    throw new Refusal(code, detail)
  }
}

/** What the client package needs to write and read records. */
export function clientSetting(flags: KafkaFlags, environment: Environment): readonly [Environment, ServicePorts] {
  const ports = { clocks: systemClocks(), random: systemRandom, log: createLogger('warn') }
  return [{ ...environment, KAFKA_BROKERS: brokersOf(flags, environment), KAFKA_CONNECT_TIMEOUT_MS: '3000' }, ports]
}

/**
 * The client waits for a topic that may be about to come; a person who has mistyped its name should not.
 *
 * @throws Refusal UNKNOWN_TOPIC_OR_PARTITION
 */
export async function assertTopic(kafka: KafkaClient, topic: string): Promise<void> {
  const [found] = await kafka.admin().describeTopics([topic])
  if (found !== undefined) return
  throw new Refusal(
    'UNKNOWN_TOPIC_OR_PARTITION',
    `there is no topic ${topic}; make it with: millrace topics create ${topic}`,
  )
}
