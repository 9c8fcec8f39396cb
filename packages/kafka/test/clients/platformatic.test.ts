import {
  Admin,
  Consumer,
  FetchIsolationLevels,
  ListOffsetTimestamps,
  Producer,
  stringDeserializers,
  stringSerializers,
} from '@platformatic/kafka'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, testServer } from './server.ts'

const base = () => ({ clientId: 'test', bootstrapBrokers: [server.address], retries: 0 })

let server: TestServer
let admin: Admin
let producer: Producer<string, string, string, string>
let consumer: Consumer<string, string, string, string>

beforeAll(async () => {
  server = await testServer()
  admin = new Admin(base())
  producer = new Producer({ ...base(), serializers: stringSerializers, autocreateTopics: true })
  consumer = new Consumer({ ...base(), groupId: 'test', deserializers: stringDeserializers })
})

afterAll(async () => {
  await Promise.all([admin.close(), producer.close(), consumer.close(true)])
  await server.stop()
})

/** What one fetch gives of partition 0: values in order. */
async function fetched(topic: string, fetchOffset: bigint, maxWaitTime = 10): Promise<string[]> {
  const { topics } = await admin.metadata({ topics: [topic] })
  const topicId = topics.get(topic)?.id ?? ''
  const partitions = [
    { partition: 0, currentLeaderEpoch: -1, fetchOffset, lastFetchedEpoch: -1, partitionMaxBytes: 1 << 20 },
  ]
  const response = await consumer.fetch({
    node: 1,
    maxWaitTime,
    minBytes: 1,
    maxBytes: 1 << 20,
    isolationLevel: FetchIsolationLevels.READ_COMMITTED,
    topics: [{ topicId, partitions }],
  })
  const batches = response.responses[0]?.partitions[0]?.records ?? []
  return batches.flatMap(({ records }) => records.map(({ value }) => String(value)))
}

describe('@platformatic/kafka', () => {
  it('makes topics, extends and deletes them', async () => {
    const [made] = await admin.createTopics({ topics: ['made'], partitions: 2, replicas: 1 })
    expect(made).toMatchObject({ name: 'made', partitions: 2, replicas: 1 })
    await admin.createPartitions({ topics: [{ name: 'made', count: 3, assignments: [{ brokerIds: [1] }] }] })
    expect((await admin.metadata({ topics: ['made'] })).topics.get('made')?.partitionsCount).toBe(3)
    expect(await admin.listTopics()).toContain('made')
    await admin.deleteTopics({ topics: ['made'] })
    expect(await admin.listTopics()).not.toContain('made')
  })

  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)(
    'gives back what it sent with %s',
    async (compression) => {
      const topic = `packed-${compression}`
      const values = Array.from({ length: 50 }, (_, index) => `value ${index}`)
      await producer.send({ compression, messages: values.map((value) => ({ topic, key: 'k', value })) })
      expect(await fetched(topic, 0n)).toEqual(values)
    },
  )

  it('gets a record that is produced while its fetch waits, long before the wait is over', async () => {
    await producer.send({ messages: [{ topic: 'awaited', key: 'k', value: 'first' }] })
    const waiting = fetched('awaited', 1n, 60_000)
    await producer.send({ messages: [{ topic: 'awaited', key: 'k', value: 'second' }] })
    expect(await waiting).toEqual(['second'])
  })

  it('finds offsets by time', async () => {
    const start = BigInt(Date.now() - 10_000)
    for (const index of [0n, 1n, 2n]) {
      await producer.send({ messages: [{ topic: 'timed', key: 'k', value: '', timestamp: start + index * 1000n }] })
    }
    const at = async (timestamp: bigint) =>
      (await consumer.listOffsets({ topics: ['timed'], partitions: { timed: [0] }, timestamp })).get('timed')
    expect(await at(ListOffsetTimestamps.LATEST)).toEqual([3n])
    expect(await at(ListOffsetTimestamps.EARLIEST)).toEqual([0n])
    expect(await at(start + 1n)).toEqual([1n])
  })
})
