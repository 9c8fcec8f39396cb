import { Admin, Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka'
import { Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readValues } from './read-values.ts'
import { type TestServer, testServer } from './server.ts'

const RECORDS = 40

let server: TestServer
let closers: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  server = await testServer()
})

afterAll(async () => {
  for (const close of closers.reverse()) await close()
  closers = []
  await server.stop()
})

const base = (clientId: string) => ({ clientId, bootstrapBrokers: [server.address], retries: 1, retryDelay: 20 })

function producerOf(clientId: string, transactionalId?: string) {
  const options = { ...base(clientId), idempotent: true, acks: -1, serializers: stringSerializers }
  const producer = new Producer({ ...options, ...(transactionalId && { transactionalId }) })
  closers.push(() => producer.close())
  return producer
}

function consumerOf(groupId: string) {
  const options = { ...base(groupId), groupId, autocommit: false, deserializers: stringDeserializers, maxWaitTime: 50 }
  const consumer = new Consumer({ ...options, isolationLevel: 1 })
  closers.push(() => consumer.close(true))
  return consumer
}

async function createTopics(...topics: string[]): Promise<void> {
  const admin = new Admin(base('admin'))
  await admin.createTopics({ topics, partitions: 2, replicas: 1 })
  await admin.close()
}

/** Read with kafkajs: @platformatic/kafka 2.12 hides only the last aborted transaction of a producer in a response. */
const read = (topic: string, count: number): Promise<string[]> => {
  const kafka = new Kafka({ brokers: [server.address], logLevel: logLevel.NOTHING })
  return readValues(kafka, topic, (values) => values.length === count)
}

describe('transactions of @platformatic/kafka', () => {
  it('moves each record once from one topic to another, though every third transaction is aborted', async () => {
    await createTopics('input', 'output')
    const source = producerOf('source')
    const values = Array.from({ length: RECORDS }, (_, index) => String(index))
    await source.send({ messages: values.map((value) => ({ topic: 'input', key: value, value })) })

    const producer = producerOf('mover', 'mover')
    const consumer = consumerOf('movers')
    const stream = await consumer.consume({ topics: ['input'], mode: 'earliest' })
    let count = 0
    for await (const message of stream) {
      for (const commit of count % 3 === 0 ? [false, true] : [true]) {
        const transaction = await producer.beginTransaction()
        await transaction.addConsumer(consumer)
        await transaction.send({ messages: [{ topic: 'output', key: message.key, value: `moved ${message.value}` }] })
        await transaction.addOffset(message)
        await (commit ? transaction.commit() : transaction.abort())
      }
      if (++count === RECORDS) break
    }
    const moved = await read('output', RECORDS)
    expect(moved.toSorted()).toEqual(values.map((value) => `moved ${value}`).toSorted())
    expect(committedOffsets('movers', 'input')).toEqual(endOffsets('input'))
  })

  it('sends the batches of an idempotent producer together and keeps their order', async () => {
    await createTopics('many')
    const producer = producerOf('many')
    const sends = Array.from({ length: 60 }, (_, index) =>
      producer.send({ messages: [{ topic: 'many', key: 'same', value: String(index) }] }),
    )
    await Promise.all(sends)
    expect(await read('many', 60)).toEqual(Array.from({ length: 60 }, (_, index) => String(index)))
  })
})

function endOffsets(name: string): (number | undefined)[] {
  const topic = server.broker.topics.existing(name)
  return [0, 1].map((index) => server.broker.topics.partition(topic, index)?.highWatermark)
}

function committedOffsets(groupId: string, topic: string): (number | undefined)[] {
  const offsets = server.broker.groups.registry.find(groupId)?.offsets
  return [0, 1].map((partition) => offsets?.committed.get(topic, partition)?.offset)
}
