import { Fault, Refusal, type Environment, type ServicePorts } from '@millrace/kernel'
import { kafkaSettings, type KafkaSettings } from '../config/kafka-settings.ts'
import type { AnyTopic } from '../topic/topic.ts'
import { kafkaAdmin, type KafkaAdmin } from './admin/admin.ts'
import { Cluster } from './cluster.ts'
import type { ConsumerOptions, KafkaConsumer } from './consumer/consumer-options.ts'
import { GroupConsumer } from './consumer/consumer.ts'
import { Fetcher, type FetcherOptions } from './fetch/fetcher.ts'
import { GroupMember, type MemberOptions } from './group/member.ts'
import { kafkaLibrary } from './library.ts'
import { idempotentProducer, type KafkaProducer, type ProducerOptions } from './producer/producer.ts'
import {
  TransactionalKafkaProducer,
  type TransactionalOptions,
  type TransactionalProducer,
} from './producer/transactional-producer.ts'

/** A Kafka, ours or a real one, as an app sees it. */
export interface KafkaClient {
  readonly settings: KafkaSettings
  readonly ports: ServicePorts
  admin(): KafkaAdmin
  /** A producer of its own; without options, the one that is shared by all that ask without. */
  producer(options?: ProducerOptions): KafkaProducer
  transactionalProducer(transactionalId: string, options?: TransactionalOptions): TransactionalProducer
  /** Starts at once; `ready` says when it has partitions. */
  consumer<T extends AnyTopic>(options: ConsumerOptions<T>): KafkaConsumer
  /** Reads partitions from given positions, without a group. */
  reader(options: FetcherOptions): Fetcher
  /** A membership alone, for those who read and commit by themselves. */
  member(options: MemberOptions): GroupMember
  /** Stops the consumers, finishes the producers, closes all connections. Safe to call twice. */
  close(): Promise<void>
}

/**
 * Connects to the Kafka that the environment names (`KafkaSettings`), waiting up to `KAFKA_CONNECT_TIMEOUT_MS` for it to
 * answer. Afterwards brokers may go and come: everything reconnects by itself.
 *
 * @throws Refusal INVALID_CONFIGURATION that names each wrong variable, SASL_AUTHENTICATION_FAILED, UNSUPPORTED_VERSION;
 *   Fault NETWORK when nobody answers.
 */
export async function connectKafka(environment: Environment, ports: ServicePorts): Promise<KafkaClient> {
  const settings = kafkaSettings(environment)
  const cluster = new Cluster(await kafkaLibrary(), settings, ports)
  await greet(cluster)
  return new Client(cluster)
}

async function greet(cluster: Cluster): Promise<void> {
  const addresses = cluster.settings.brokers.map(({ host, port }) => `${host}:${port}`).join(', ')
  try {
    await cluster.persist(`Kafka at ${addresses}`, () => cluster.topics([]), {
      deadlineMs: cluster.settings.connectTimeoutMs,
    })
  } catch (error) {
    await cluster.close()
    if (!(error instanceof Fault)) throw error
    if (error.code === 'SASL_AUTHENTICATION_FAILED') {
      const text = `Kafka at ${addresses} refuses KAFKA_SASL_USERNAME with KAFKA_SASL_PASSWORD: ${error.message}`
      throw new Refusal(error.code, text)
    }
    throw new Fault(error.code, `cannot reach Kafka (KAFKA_BROKERS): ${error.message}`, { cause: error })
  }
}

interface Closing {
  close(): Promise<void>
}

class Client implements KafkaClient {
  readonly settings: KafkaSettings
  readonly ports: ServicePorts
  readonly #cluster: Cluster
  readonly #readers: Closing[] = []
  readonly #writers: Closing[] = []
  #shared: KafkaProducer | undefined
  #closed: Promise<void> | undefined

  constructor(cluster: Cluster) {
    this.#cluster = cluster
    this.settings = cluster.settings
    this.ports = cluster.ports
  }

  admin(): KafkaAdmin {
    return kafkaAdmin(this.#cluster)
  }

  producer(options?: ProducerOptions): KafkaProducer {
    if (options === undefined && this.#shared !== undefined) return this.#shared
    const producer = idempotentProducer(this.#cluster, options ?? {})
    this.#writers.push(producer)
    if (options === undefined) this.#shared = producer
    return producer
  }

  transactionalProducer(transactionalId: string, options: TransactionalOptions = {}): TransactionalProducer {
    const producer = new TransactionalKafkaProducer(this.#cluster, transactionalId, options)
    this.#writers.push(producer)
    return producer
  }

  consumer<T extends AnyTopic>(options: ConsumerOptions<T>): KafkaConsumer {
    const consumer = new GroupConsumer(this.#cluster, options, () => this.producer())
    this.#readers.push({ close: () => consumer.stop() })
    return consumer
  }

  reader(options: FetcherOptions): Fetcher {
    const reader = new Fetcher(this.#cluster, options)
    this.#readers.push(reader)
    return reader
  }

  member(options: MemberOptions): GroupMember {
    const member = new GroupMember(this.#cluster, options)
    this.#readers.push({ close: () => member.stop() })
    return member
  }

  close(): Promise<void> {
    this.#closed ??= this.#end()
    return this.#closed
  }

  async #end(): Promise<void> {
    // Readers first: what they still handle may write.
    await Promise.allSettled(this.#readers.map((reader) => reader.close()))
    await Promise.allSettled(this.#writers.map((writer) => writer.close()))
    await this.#cluster.close()
  }
}
