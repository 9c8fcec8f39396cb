import {
  Kafka,
  Partitioners,
  logLevel,
  type Admin,
  type Consumer,
  type ConsumerConfig,
  type EachMessagePayload,
  type ITopicConfig,
  type Producer,
  type ProducerConfig,
} from 'kafkajs'
import { waitFor } from '@millrace/testkit'
import { onTestFinished } from 'vitest'
import { unique, type EngineAddress } from '../harness/on-each-engine.ts'

/** kafkajs for one test: all that is opened is closed when the test ends. */
export interface Client {
  readonly kafka: Kafka
  admin(): Promise<Admin>
  producer(config?: ProducerConfig): Promise<Producer>
  consumer(config?: Partial<ConsumerConfig>): Promise<Consumer>
  /** A new topic of its own; gives its name. */
  topic(config?: Partial<ITopicConfig>): Promise<string>
}

/** For topics with old timestamps: without it, retention would take the records away. */
export const FOREVER = { configEntries: [{ name: 'retention.ms', value: '-1' }] }

export function client({ brokers }: EngineAddress): Client {
  const kafka = new Kafka({
    brokers: [brokers],
    clientId: 'kafkajs-suite',
    logLevel: logLevel.NOTHING,
    retry: { retries: 8 },
  })
  const admin = (): Promise<Admin> => opened(kafka.admin())
  return {
    kafka,
    admin,
    producer: (config) => opened(kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, ...config })),
    consumer: (config) => opened(kafka.consumer({ groupId: unique('group'), maxWaitTimeInMs: 200, ...config })),
    topic: async (config = {}) => {
      const topic = config.topic ?? unique('topic')
      await (await admin()).createTopics({ topics: [{ numPartitions: 1, replicationFactor: 1, ...config, topic }] })
      return topic
    },
  }
}

async function opened<T extends { connect(): Promise<void>; disconnect(): Promise<void> }>(part: T): Promise<T> {
  onTestFinished(() => part.disconnect())
  await part.connect()
  return part
}

/** What was read, in order of arrival. */
export interface Read {
  readonly messages: EachMessagePayload[]
  /** `<partition>:<offset>:<value>` of each. */
  lines(): string[]
  /** Waits until `count` messages have come. */
  reach(count: number): Promise<void>
}

/** Lets a consumer run over topics from the beginning and collects what it is given. */
export async function collect(
  consumer: Consumer,
  topics: readonly string[],
  from: 'beginning' | 'end' = 'beginning',
): Promise<Read> {
  const messages: EachMessagePayload[] = []
  await consumer.subscribe({ topics: [...topics], fromBeginning: from === 'beginning' })
  await consumer.run({
    eachMessage: (payload) => {
      messages.push(payload)
      return Promise.resolve()
    },
  })
  return {
    messages,
    lines: () => messages.map(({ partition, message }) => `${partition}:${message.offset}:${String(message.value)}`),
    reach: async (count) => {
      await waitFor(() => messages.length >= count, {
        what: `${count} messages of ${topics.join(', ')} (${messages.length} came)`,
        timeoutMs: 30_000,
      })
    },
  }
}
