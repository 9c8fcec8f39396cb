import { ConfigResourceTypes } from 'kafkajs'
import { waitFor } from '@millrace/testkit'
import { expect, it } from 'vitest'
import { onEachEngine, unique } from '../harness/on-each-engine.ts'
import { client, collect } from './client.ts'

onEachEngine('kafkajs as admin', (engine) => {
  it('creates, lists, describes and deletes topics', async () => {
    const { admin } = client(engine)
    const manager = await admin()
    const name = unique('made')
    const made = { topics: [{ topic: name, numPartitions: 3, replicationFactor: 1 }] }
    expect(await manager.createTopics(made)).toBe(true)
    // The client turns TOPIC_ALREADY_EXISTS into false.
    expect(await manager.createTopics(made)).toBe(false)
    expect(await manager.listTopics()).toContain(name)
    const { topics } = await manager.fetchTopicMetadata({ topics: [name] })
    expect(topics[0]?.partitions.map(({ partitionId }) => partitionId).sort()).toEqual([0, 1, 2])
    expect(topics[0]?.partitions.every(({ isr, replicas }) => isr.length === 1 && replicas.length === 1)).toBe(true)
    await manager.deleteTopics({ topics: [name] })
    await waitFor(async () => !(await manager.listTopics()).includes(name), { what: 'the topic to be gone' })
  })

  it('validates without creating', async () => {
    const manager = await client(engine).admin()
    const topic = { topic: unique('never'), numPartitions: 1, replicationFactor: 1 }
    await manager.createTopics({ validateOnly: true, waitForLeaders: false, topics: [topic] })
    expect(await manager.listTopics()).not.toContain(topic.topic)
  })

  it('takes the default number of partitions and copies', async () => {
    const manager = await client(engine).admin()
    const name = unique('default')
    await manager.createTopics({ topics: [{ topic: name }] })
    const { topics } = await manager.fetchTopicMetadata({ topics: [name] })
    expect(topics[0]?.partitions).toHaveLength(1)
  })

  it('adds partitions and refuses to take some away', async () => {
    const { topic, admin } = client(engine)
    const name = await topic()
    const manager = await admin()
    await manager.createPartitions({ topicPartitions: [{ topic: name, count: 4 }] })
    await waitFor(
      async () => (await manager.fetchTopicMetadata({ topics: [name] })).topics[0]?.partitions.length === 4,
      { what: 'four partitions' },
    )
    await expect(manager.createPartitions({ topicPartitions: [{ topic: name, count: 2 }] })).rejects.toMatchObject({
      type: 'INVALID_PARTITIONS',
    })
  })

  it('describes and alters the settings of a topic', async () => {
    const { topic, admin } = client(engine)
    const name = await topic({ configEntries: [{ name: 'cleanup.policy', value: 'compact' }] })
    const manager = await admin()
    const settings = async (): Promise<Record<string, string>> => {
      const { resources } = await manager.describeConfigs({
        includeSynonyms: false,
        resources: [
          {
            type: ConfigResourceTypes.TOPIC,
            name,
            configNames: ['cleanup.policy', 'retention.ms', 'max.message.bytes'],
          },
        ],
      })
      return Object.fromEntries(
        resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]) ?? [],
      )
    }
    expect(await settings()).toEqual({
      'cleanup.policy': 'compact',
      'retention.ms': '604800000',
      'max.message.bytes': '1048588',
    })
    await manager.alterConfigs({
      validateOnly: false,
      resources: [
        { type: ConfigResourceTypes.TOPIC, name, configEntries: [{ name: 'retention.ms', value: '1234567' }] },
      ],
    })
    // AlterConfigs replaces the whole of a topic's settings: what is not named falls back to its default.
    await waitFor(async () => (await settings())['retention.ms'] === '1234567', { what: 'the new setting' })
    expect(await settings()).toMatchObject({ 'cleanup.policy': 'delete' })
  })

  it('describes the broker', async () => {
    const manager = await client(engine).admin()
    const cluster = await manager.describeCluster()
    expect(cluster.brokers).toHaveLength(1)
    expect(cluster.clusterId).toMatch(/^[\w-]{22}$/)
    expect(cluster.controller).toBe(cluster.brokers[0]?.nodeId)
    expect(`${cluster.brokers[0]?.host}:${cluster.brokers[0]?.port}`).toBe(engine.brokers)
  })

  it('deletes records below an offset', async () => {
    const { topic, producer, consumer, admin } = client(engine)
    const name = await topic()
    await (await producer()).send({ topic: name, messages: [0, 1, 2, 3, 4].map((value) => ({ value: String(value) })) })
    const manager = await admin()
    // The client finds leaders only in topics that it has already met.
    await manager.fetchTopicOffsets(name)
    await manager.deleteTopicRecords({ topic: name, partitions: [{ partition: 0, offset: '3' }] })
    expect(await manager.fetchTopicOffsets(name)).toEqual([{ partition: 0, offset: '5', high: '5', low: '3' }])
    const read = await collect(await consumer(), [name])
    await read.reach(2)
    expect(read.lines()).toEqual(['0:3:3', '0:4:4'])
  })

  it('refuses to delete records beyond the end', async () => {
    const { topic, admin } = client(engine)
    const name = await topic()
    const manager = await admin()
    await manager.fetchTopicOffsets(name)
    const beyond = { topic: name, partitions: [{ partition: 0, offset: '10' }] }
    await expect(manager.deleteTopicRecords(beyond)).rejects.toMatchObject({
      cause: { partitions: [{ error: { type: 'OFFSET_OUT_OF_RANGE' } }] },
    })
  })
})
