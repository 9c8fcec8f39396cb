import { type Admin, ConfigResourceTypes, Kafka, type Producer, logLevel } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, testServer } from './server.ts'

let server: TestServer
let kafka: Kafka
let admin: Admin
let producer: Producer

beforeAll(async () => {
  server = await testServer()
  kafka = new Kafka({ brokers: [server.address], logLevel: logLevel.NOTHING, retry: { retries: 0 } })
  admin = kafka.admin()
  producer = kafka.producer()
  await Promise.all([admin.connect(), producer.connect()])
})

afterAll(async () => {
  await Promise.all([admin.disconnect(), producer.disconnect()])
  await server.stop()
})

describe('kafkajs: administration', () => {
  it('finds one broker, which is the controller, and the id of the cluster', async () => {
    const cluster = await admin.describeCluster()
    expect(cluster).toMatchObject({ clusterId: server.broker.clusterId, controller: 1 })
    expect(cluster.brokers).toEqual([{ nodeId: 1, host: '127.0.0.1', port: Number(server.address.split(':')[1]) }])
  })

  it('makes, lists, extends and deletes topics', async () => {
    expect(await admin.createTopics({ topics: [{ topic: 'made', numPartitions: 2 }] })).toBe(true)
    expect(await admin.createTopics({ topics: [{ topic: 'made', numPartitions: 2 }] })).toBe(false)
    expect(await admin.listTopics()).toContain('made')
    await admin.createPartitions({ topicPartitions: [{ topic: 'made', count: 4 }] })
    const { topics } = await admin.fetchTopicMetadata({ topics: ['made'] })
    expect(topics[0]?.partitions).toHaveLength(4)
    await admin.deleteTopics({ topics: ['made'] })
    expect(await admin.listTopics()).not.toContain('made')
  })

  it('describes and alters settings', async () => {
    await admin.createTopics({
      topics: [{ topic: 'set', configEntries: [{ name: 'retention.ms', value: '1000' }] }],
    })
    const describe = async (): Promise<string | undefined> => {
      const { resources } = await admin.describeConfigs({
        includeSynonyms: true,
        resources: [{ type: ConfigResourceTypes.TOPIC, name: 'set', configNames: ['retention.ms'] }],
      })
      return resources[0]?.configEntries[0]?.configValue
    }
    expect(await describe()).toBe('1000')
    const configEntries = [{ name: 'retention.ms', value: '2000' }]
    const resources = [{ type: ConfigResourceTypes.TOPIC, name: 'set', configEntries }]
    await admin.alterConfigs({ validateOnly: false, resources })
    expect(await describe()).toBe('2000')
    await expect(
      admin.alterConfigs({
        validateOnly: false,
        resources: [
          { type: ConfigResourceTypes.TOPIC, name: 'set', configEntries: [{ name: 'retention.ms', value: 'x' }] },
        ],
      }),
    ).rejects.toMatchObject({ type: 'INVALID_CONFIG' })
  })

  it.each([
    [{ topic: 'copies', replicationFactor: 3 }, 'INVALID_REPLICATION_FACTOR'],
    [{ topic: 'no good' }, 'INVALID_TOPIC_EXCEPTION'],
    [{ topic: 'badly-set', configEntries: [{ name: 'nonsense', value: '1' }] }, 'INVALID_CONFIG'],
  ])('is refused %j', async (topic, type) => {
    await expect(admin.createTopics({ topics: [topic] })).rejects.toMatchObject({ errors: [{ type }] })
  })

  it('finds offsets by time, and deletes records', async () => {
    const start = Date.now() - 10_000
    const messages = [0, 1, 2, 3].map((index) => ({ value: `${index}`, timestamp: String(start + index * 1000) }))
    await producer.send({ topic: 'timed', messages })
    expect(await admin.fetchTopicOffsets('timed')).toEqual([{ partition: 0, offset: '4', high: '4', low: '0' }])
    const later = await admin.fetchTopicOffsetsByTimestamp('timed', start + 1500)
    expect(later).toEqual([{ partition: 0, offset: '2' }])
    await admin.deleteTopicRecords({ topic: 'timed', partitions: [{ partition: 0, offset: '3' }] })
    expect(await admin.fetchTopicOffsets('timed')).toEqual([{ partition: 0, offset: '4', high: '4', low: '3' }])
  })
})

describe('kafkajs: producing', () => {
  it('makes a topic by sending to it, and is told the offsets', async () => {
    const first = await producer.send({ topic: 'auto', messages: [{ key: 'a', value: '1' }, { value: '2' }] })
    expect(first).toMatchObject([{ topicName: 'auto', partition: 0, errorCode: 0, baseOffset: '0' }])
    const second = await producer.send({ topic: 'auto', acks: 1, messages: [{ value: '3' }] })
    expect(second).toMatchObject([{ baseOffset: '2' }])
  })

  it('takes acks=0', async () => {
    await producer.send({ topic: 'unanswered', acks: 0, messages: [{ value: '1' }] })
    await expect.poll(() => admin.fetchTopicOffsets('unanswered')).toMatchObject([{ high: '1' }])
  })

  it('is refused a record without key on a compacted topic, and one that is too large', async () => {
    const configEntries = [
      { name: 'cleanup.policy', value: 'compact' },
      { name: 'max.message.bytes', value: '500' },
    ]
    await admin.createTopics({ topics: [{ topic: 'latest', configEntries }] })
    await expect(producer.send({ topic: 'latest', messages: [{ value: '1' }] })).rejects.toMatchObject({ code: 87 })
    const large = [{ key: 'k', value: 'x'.repeat(600) }]
    await expect(producer.send({ topic: 'latest', messages: large })).rejects.toMatchObject({
      type: 'MESSAGE_TOO_LARGE',
    })
    await producer.send({ topic: 'latest', messages: [{ key: 'k', value: '1' }] })
  })
})
