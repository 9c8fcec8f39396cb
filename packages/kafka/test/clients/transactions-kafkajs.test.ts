import { Kafka, type Producer, logLevel } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readValues } from './read-values.ts'
import { type TestServer, testServer } from './server.ts'

let server: TestServer
let kafka: Kafka

beforeAll(async () => {
  server = await testServer()
  kafka = new Kafka({ clientId: 'tests', brokers: [server.address], logLevel: logLevel.NOTHING })
})

afterAll(() => server.stop())

const producers: Producer[] = []

async function connected(options: Parameters<Kafka['producer']>[0]): Promise<Producer> {
  const producer = kafka.producer({ maxInFlightRequests: 1, idempotent: true, ...options })
  producers.push(producer)
  await producer.connect()
  return producer
}

afterAll(() => Promise.all(producers.map((producer) => producer.disconnect())))

async function createTopic(topic: string, numPartitions = 1): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic, numPartitions }] })
  await admin.disconnect()
}

const read = (topic: string, last: string, readUncommitted: boolean): Promise<string[]> =>
  readValues(kafka, topic, (values) => values.at(-1) === last, readUncommitted)

describe('transactions of kafkajs', () => {
  it('shows what was committed to readers of committed records, and everything to the others', async () => {
    await createTopic('mixed')
    const producer = await connected({ transactionalId: 'mixed' })
    for (const [values, commit] of [
      [['a', 'b'], true],
      [['c'], false],
      [['d', 'end'], true],
    ] as const) {
      const transaction = await producer.transaction()
      for (const value of values) await transaction.send({ topic: 'mixed', messages: [{ value }] })
      await (commit ? transaction.commit() : transaction.abort())
    }
    expect(await read('mixed', 'end', false)).toEqual(['a', 'b', 'd', 'end'])
    expect(await read('mixed', 'end', true)).toEqual(['a', 'b', 'c', 'd', 'end'])
  })

  it('commits to several partitions and topics as one', async () => {
    await createTopic('left', 3)
    await createTopic('right', 2)
    const producer = await connected({ transactionalId: 'several' })
    const transaction = await producer.transaction()
    const messages = ['1', '2', '3', '4'].map((value) => ({ key: value, value }))
    await transaction.sendBatch({
      topicMessages: [
        { topic: 'left', messages },
        { topic: 'right', messages },
      ],
    })
    await transaction.commit()
    for (const name of ['left', 'right']) {
      const topic = server.broker.topics.existing(name)
      for (const index of topic.partitions.keys()) {
        const partition = server.broker.topics.partition(topic, index)
        expect(partition?.lastStableOffset).toBe(partition?.highWatermark)
      }
    }
  })

  it('moves the offsets of a group with its transaction, or not at all', async () => {
    await createTopic('source')
    const admin = kafka.admin()
    await admin.connect()
    const producer = await connected({ transactionalId: 'mover' })
    const offset = async (): Promise<string | undefined> =>
      (await admin.fetchOffsets({ groupId: 'movers', topics: ['source'] }))[0]?.partitions[0]?.offset
    for (const [at, commit] of [
      ['5', false],
      ['7', true],
    ] as const) {
      const transaction = await producer.transaction()
      const topics = [{ topic: 'source', partitions: [{ partition: 0, offset: at }] }]
      await transaction.sendOffsets({ consumerGroupId: 'movers', topics })
      expect(await offset()).toBe('-1')
      await (commit ? transaction.commit() : transaction.abort())
    }
    expect(await offset()).toBe('7')
    await admin.disconnect()
  })

  it('fences the producer that another one has replaced', async () => {
    await createTopic('fenced')
    const zombie = await connected({ transactionalId: 'one', retry: { retries: 1 } })
    const begun = await zombie.transaction()
    await begun.send({ topic: 'fenced', messages: [{ value: 'lost' }] })
    const successor = await connected({ transactionalId: 'one' })
    const transaction = await successor.transaction()
    await transaction.send({ topic: 'fenced', messages: [{ value: 'kept' }] })
    await transaction.commit()
    await expect(begun.commit()).rejects.toThrow(/fenced|old epoch|newer producer/i)
    expect(await read('fenced', 'kept', false)).toEqual(['kept'])
  })

  it('aborts a transaction that takes too long', async () => {
    await createTopic('slow')
    const slow = await connected({ transactionalId: 'slow', transactionTimeout: 200, retry: { retries: 1 } })
    const transaction = await slow.transaction()
    await transaction.send({ topic: 'slow', messages: [{ value: 'lost' }] })
    const other = await connected({})
    await other.send({ topic: 'slow', messages: [{ value: 'behind' }] })
    expect(await read('slow', 'behind', false)).toEqual(['behind'])
    await expect(transaction.commit()).rejects.toThrow(/fenced|old epoch|newer producer/i)
  })

  it('keeps the records of an idempotent producer in order', async () => {
    await createTopic('ordered')
    const producer = await connected({})
    const values = Array.from({ length: 50 }, (_, index) => String(index))
    for (const value of values) await producer.send({ topic: 'ordered', messages: [{ value }] })
    expect(await read('ordered', '49', false)).toEqual(values)
  })
})
