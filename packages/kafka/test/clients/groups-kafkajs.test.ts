import { type Consumer, type ConsumerConfig, Kafka, logLevel } from 'kafkajs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, testServer } from './server.ts'

let server: TestServer
let kafka: Kafka
const consumers: Consumer[] = []

beforeAll(async () => {
  server = await testServer()
  kafka = new Kafka({ brokers: [server.address], logLevel: logLevel.NOTHING })
})

afterEach(async () => {
  await Promise.all(consumers.splice(0).map((consumer) => consumer.disconnect()))
})

afterAll(() => server.stop())

/** A consumer at work: what it was assigned last, and what it has read. */
async function consume(groupId: string, topic: string, config: Partial<ConsumerConfig> = {}) {
  const consumer = kafka.consumer({ groupId, heartbeatInterval: 100, maxWaitTimeInMs: 100, ...config })
  consumers.push(consumer)
  const state = { consumer, partitions: [] as number[], values: [] as string[] }
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    state.partitions = [...(payload.memberAssignment[topic] ?? [])].toSorted((a, b) => a - b)
  })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({
    eachMessage: async ({ message }) => {
      state.values.push(message.value?.toString() ?? '')
    },
  })
  return state
}

async function makeTopic(topic: string, numPartitions: number): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic, numPartitions }] })
  await admin.disconnect()
}

async function produce(topic: string, values: readonly string[], partitions: number): Promise<void> {
  const producer = kafka.producer()
  await producer.connect()
  const messages = values.map((value, index) => ({ value, partition: index % partitions }))
  await producer.send({ topic, messages })
  await producer.disconnect()
}

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => String(from + index))

describe('kafkajs: groups', () => {
  it('share the partitions of a topic, and share them anew when members come and go', { timeout: 60_000 }, async () => {
    await makeTopic('shared', 6)
    const first = await consume('sharing', 'shared')
    await expect.poll(() => first.partitions, { timeout: 10_000 }).toEqual([0, 1, 2, 3, 4, 5])
    const second = await consume('sharing', 'shared')
    const third = await consume('sharing', 'shared')
    const all = [first, second, third]
    const held = () => all.flatMap(({ partitions }) => partitions).toSorted()
    await expect.poll(() => all.map(({ partitions }) => partitions.length), { timeout: 20_000 }).toEqual([2, 2, 2])
    expect(held()).toEqual([0, 1, 2, 3, 4, 5])
    await produce('shared', numbers(0, 60), 6)
    const values = () =>
      all
        .flatMap((each) => each.values)
        .map(Number)
        .toSorted((a, b) => a - b)
    await expect.poll(() => values(), { timeout: 10_000 }).toEqual(numbers(0, 60).map(Number))
    expect(all.every((each) => each.values.length === 20)).toBe(true)
    await third.consumer.disconnect()
    third.partitions = []
    await expect.poll(() => all.map(({ partitions }) => partitions.length), { timeout: 20_000 }).toEqual([3, 3, 0])
    expect(held()).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('go on where they were, with nothing lost and nothing twice', { timeout: 60_000 }, async () => {
    await makeTopic('resumed', 1)
    await produce('resumed', numbers(0, 10), 1)
    const first = await consume('resuming', 'resumed')
    await expect.poll(() => first.values, { timeout: 10_000 }).toEqual(numbers(0, 10))
    await first.consumer.disconnect()
    await produce('resumed', numbers(10, 20), 1)
    const second = await consume('resuming', 'resumed')
    await expect.poll(() => second.values, { timeout: 10_000 }).toEqual(numbers(10, 20))
  })

  it('are listed, described and deleted', { timeout: 60_000 }, async () => {
    await makeTopic('looked-at', 2)
    await produce('looked-at', numbers(0, 4), 2)
    const { consumer, values } = await consume('looked-into', 'looked-at')
    await expect.poll(() => values.length, { timeout: 10_000 }).toBe(4)
    const admin = kafka.admin({ retry: { retries: 0 } })
    await admin.connect()
    const { groups } = await admin.listGroups()
    expect(groups).toContainEqual({ groupId: 'looked-into', protocolType: 'consumer' })
    const described = await admin.describeGroups(['looked-into'])
    expect(described.groups[0]).toMatchObject({ state: 'Stable', protocol: 'RoundRobinAssigner' })
    expect(described.groups[0]?.members).toHaveLength(1)
    await expect(admin.deleteGroups(['looked-into'])).rejects.toMatchObject({
      name: 'KafkaJSDeleteGroupsError',
    })
    await consumer.disconnect()
    const committed = async () => {
      const [topic] = await admin.fetchOffsets({ groupId: 'looked-into', topics: ['looked-at'] })
      return topic?.partitions.map(({ offset }) => offset).toSorted()
    }
    expect(await committed()).toEqual(['2', '2'])
    await admin.deleteGroups(['looked-into'])
    expect((await admin.listGroups()).groups.map(({ groupId }) => groupId)).not.toContain('looked-into')
    expect(await committed()).toEqual(['-1', '-1'])
    await admin.disconnect()
  })
})
