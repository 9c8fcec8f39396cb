import {
  Admin,
  Consumer,
  Producer,
  stringDeserializers,
  stringSerializers,
  type ConsumerOptions,
  type Message,
  type ProducerOptions,
} from '@platformatic/kafka'
import { waitFor } from '@millrace/testkit'
import { onTestFinished } from 'vitest'
import { unique, type EngineAddress } from '../harness/on-each-engine.ts'

type Sends = ProducerOptions<string, string, string, string>
type Reads = ConsumerOptions<string, string, string, string>
export type TextMessage = Message<string, string, string, string>

/** @platformatic/kafka for one test: all that is opened is closed when the test ends. */
export function client({ brokers }: EngineAddress) {
  const base = {
    clientId: 'platformatic-suite',
    bootstrapBrokers: [brokers],
    timeout: 10_000,
    retries: 5,
    retryDelay: 200,
  }
  const closed = <T extends { close(force: boolean): Promise<void> }>(part: T): T => {
    onTestFinished(() => part.close(true))
    return part
  }
  const admin = (): Admin => {
    const made = new Admin(base)
    onTestFinished(() => made.close())
    return made
  }
  const topic = async (partitions = 1, settings: Readonly<Record<string, string>> = {}): Promise<string> => {
    const name = unique('platformatic')
    const configs = Object.entries(settings).map(([setting, value]) => ({ name: setting, value }))
    await admin().createTopics({ topics: [name], partitions, replicas: 1, configs })
    return name
  }
  return {
    admin,
    topic,
    producer: (options: Partial<Sends> = {}) =>
      closed(
        new Producer<string, string, string, string>({ ...base, serializers: stringSerializers, acks: -1, ...options }),
      ),
    consumer: (options: Partial<Reads> = {}) =>
      closed(
        new Consumer<string, string, string, string>({
          ...base,
          groupId: unique('group'),
          deserializers: stringDeserializers,
          maxWaitTime: 200,
          ...options,
        } as Reads),
      ),
  }
}

/** Reads a topic from its beginning and collects what comes. */
export async function collect(consumer: Consumer<string, string, string, string>, topic: string) {
  const messages: TextMessage[] = []
  const stream = await consumer.consume({
    topics: [topic],
    mode: 'committed',
    fallbackMode: 'earliest',
    autocommit: true,
  })
  stream.on('data', (message: TextMessage) => messages.push(message))
  onTestFinished(() => stream.close())
  const reach = async (count: number): Promise<void> => {
    await waitFor(() => messages.length >= count, { what: `${count} messages (${messages.length} came)` })
  }
  return { messages, stream, reach }
}
