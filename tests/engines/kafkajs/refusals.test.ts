import { expect, it } from 'vitest'
import { onEachEngine, unique } from '../harness/on-each-engine.ts'
import { client } from './client.ts'

onEachEngine('kafkajs is refused', (engine) => {
  it('an unknown topic', async () => {
    const sender = await client(engine).producer({ allowAutoTopicCreation: false, retry: { retries: 0 } })
    await expect(sender.send({ topic: unique('missing'), messages: [{ value: 'v' }] })).rejects.toThrow(
      /does not host this topic-partition/,
    )
  })

  it('a record over max.message.bytes', async () => {
    const { topic, producer } = client(engine)
    const name = await topic({ configEntries: [{ name: 'max.message.bytes', value: '1000' }] })
    const sender = await producer({ retry: { retries: 0 } })
    await expect(sender.send({ topic: name, messages: [{ value: 'x'.repeat(2000) }] })).rejects.toMatchObject({
      type: 'MESSAGE_TOO_LARGE',
    })
    await sender.send({ topic: name, messages: [{ value: 'x'.repeat(500) }] })
  })

  it.each([
    ['with a slash', 'a/b', 'INVALID_TOPIC_EXCEPTION'],
    ['that is a dot', '.', 'INVALID_TOPIC_EXCEPTION'],
    ['of 250 characters', 'x'.repeat(250), 'INVALID_TOPIC_EXCEPTION'],
    ['that is empty', '', 'INVALID_TOPIC_EXCEPTION'],
  ])('a topic name %s', async (_, topic, type) => {
    const manager = await client(engine).admin()
    await expect(
      manager.createTopics({ topics: [{ topic, numPartitions: 1, replicationFactor: 1 }] }),
    ).rejects.toMatchObject({
      errors: [{ type }],
    })
  })

  it.each([
    ['more copies than there are brokers', { replicationFactor: 3 }, 'INVALID_REPLICATION_FACTOR'],
    ['a topic without partitions', { numPartitions: 0 }, 'INVALID_PARTITIONS'],
    ['an unknown setting', { configEntries: [{ name: 'no.such.setting', value: '1' }] }, 'INVALID_CONFIG'],
    ['a setting that is no number', { configEntries: [{ name: 'retention.ms', value: 'soon' }] }, 'INVALID_CONFIG'],
    [
      'a cleanup policy that does not exist',
      { configEntries: [{ name: 'cleanup.policy', value: 'shred' }] },
      'INVALID_CONFIG',
    ],
  ])('%s', async (_, wish, type) => {
    const manager = await client(engine).admin()
    const topic = { topic: unique('refused'), numPartitions: 1, replicationFactor: 1, ...wish }
    await expect(manager.createTopics({ topics: [topic] })).rejects.toMatchObject({ errors: [{ type }] })
    expect(await manager.listTopics()).not.toContain(topic.topic)
  })

  it('the deletion of a topic that does not exist', async () => {
    const manager = await client(engine).admin()
    await expect(manager.deleteTopics({ topics: [unique('missing')] })).rejects.toMatchObject({
      cause: { type: 'UNKNOWN_TOPIC_OR_PARTITION' },
    })
  })

  it('a record without key on a compacted topic', async () => {
    const { topic, producer } = client(engine)
    const name = await topic({ configEntries: [{ name: 'cleanup.policy', value: 'compact' }] })
    const sender = await producer({ retry: { retries: 0 } })
    await expect(sender.send({ topic: name, messages: [{ value: 'v' }] })).rejects.toMatchObject({
      type: 'INVALID_RECORD',
    })
    await sender.send({ topic: name, messages: [{ key: 'k', value: 'v' }] })
  })

  it('a timestamp further off than the topic allows', async () => {
    const { topic, producer } = client(engine)
    const name = await topic({ configEntries: [{ name: 'message.timestamp.before.max.ms', value: '60000' }] })
    const sender = await producer({ retry: { retries: 0 } })
    await expect(sender.send({ topic: name, messages: [{ value: 'v', timestamp: '1000' }] })).rejects.toMatchObject({
      type: 'INVALID_TIMESTAMP',
    })
  })
})
