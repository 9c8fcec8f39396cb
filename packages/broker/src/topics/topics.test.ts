import { describe, expect, it } from 'vitest'
import { seededRandom, systemClocks } from '@millrace/kernel'
import { type Log, memoryLog } from '@millrace/log'
import { type Broker, openBroker } from '../broker.ts'
import type { BrokerSettings } from '../configs/settings.ts'
import { CATALOGUE_PARTITION } from './catalogue.ts'
import type { TopicChange, TopicSpec } from './topic.ts'

const spec = (name: string, more: Partial<TopicSpec> = {}): TopicSpec => ({
  name,
  partitionCount: -1,
  replicationFactor: -1,
  assignments: [],
  configs: [],
  ...more,
})

const newLog = (): Log => memoryLog({ clocks: systemClocks() })

function open(log: Log, settings: Partial<BrokerSettings> = {}, warnings: string[] = []): Promise<Broker> {
  const report = { warn: (_: object, message: string) => void warnings.push(message) }
  return openBroker({ log, clocks: systemClocks(), random: seededRandom(1), settings, report })
}

describe('topics', () => {
  it('creates the partitions and the catalogue record in one frame', async () => {
    const log = newLog()
    const { topics } = await open(log)
    const before = log.stats().appendedFrames
    const topic = await topics.create(spec('orders', { partitionCount: 3 }))
    expect(log.stats().appendedFrames).toBe(before + 1)
    expect(topic.partitions.map((number) => log.partition(number)?.nextOffset)).toEqual([0, 0, 0])
  })

  it('finds topics, settings and the id of the cluster again after a restart', async () => {
    const log = newLog()
    const first = await open(log)
    await first.topics.create(spec('orders', { partitionCount: 2, configs: [{ name: 'retention.ms', value: '5' }] }))
    await first.topics.create(spec('gone'))
    await first.topics.delete(first.topics.existing('gone'))
    await first.configs.alterBroker('cluster', { 'log.retention.bytes': '77' })
    const second = await open(log)
    expect(second.clusterId).toBe(first.clusterId)
    expect(second.clusterId).toHaveLength(22)
    expect(second.topics.list()).toEqual(first.topics.list())
    expect(second.topics.settingsOf(second.topics.existing('orders'))).toMatchObject({
      retentionMs: 5,
      retentionBytes: 77,
    })
  })

  it('gives a topic that is made again another id and unused partition numbers', async () => {
    const log = newLog()
    const { topics } = await open(log)
    const old = await topics.create(spec('orders'))
    await topics.delete(old)
    const made = await (await open(log)).topics.create(spec('orders'))
    expect(made.id).not.toBe(old.id)
    expect(made.partitions).not.toEqual(old.partitions)
    expect(log.partition(old.partitions[0] as number)).toBeUndefined()
  })

  it('survives compaction of its catalogue, which then holds only what there is', async () => {
    const log = newLog()
    const { topics } = await open(log)
    for (let round = 0; round < 50; round++) await topics.delete(await topics.create(spec('again')))
    const kept = await topics.create(spec('again'))
    const before = log.partition(CATALOGUE_PARTITION)?.sizeBytes ?? 0
    // The first round finds the tombstones, the second may drop them.
    await log.clean()
    await log.clean()
    expect(log.partition(CATALOGUE_PARTITION)?.sizeBytes).toBeLessThan(before / 10)
    const after = await open(log)
    expect(after.topics.list()).toEqual([kept])
    const next = await after.topics.create(spec('next'))
    expect(next.partitions[0]).toBeGreaterThan(kept.partitions[0] as number)
  })

  it.each([
    ['', 'INVALID_TOPIC_EXCEPTION', 'the empty string'],
    ['..', 'INVALID_TOPIC_EXCEPTION', "'..' is not allowed"],
    ['a b', 'INVALID_TOPIC_EXCEPTION', 'ASCII alphanumerics'],
    ['x'.repeat(250), 'INVALID_TOPIC_EXCEPTION', 'longer than the max allowed length 249'],
    ['there', 'TOPIC_ALREADY_EXISTS', "Topic 'there' already exists."],
    ['my.topic', 'INVALID_TOPIC_EXCEPTION', 'collides with existing topic: my_topic'],
    ['__consumer_offsets', 'INVALID_REQUEST', 'prohibited'],
  ])('refuses the name %j', async (name, code, text) => {
    const { topics } = await open(newLog())
    await topics.create(spec('there'))
    await topics.create(spec('my_topic'))
    await expect(async () => topics.create(spec(name))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(text),
    })
  })

  it.each<[string, Partial<TopicSpec>, string]>([
    ['no partitions', { partitionCount: 0 }, 'INVALID_PARTITIONS'],
    ['too many partitions', { partitionCount: 10_001 }, 'POLICY_VIOLATION'],
    ['three copies', { replicationFactor: 3 }, 'INVALID_REPLICATION_FACTOR'],
    ['no copies', { replicationFactor: 0 }, 'INVALID_REPLICATION_FACTOR'],
    ['an unknown setting', { configs: [{ name: 'constructor', value: '1' }] }, 'INVALID_CONFIG'],
    ['a setting without value', { configs: [{ name: 'retention.ms', value: null }] }, 'INVALID_CONFIG'],
    ['a strange broker', { assignments: [{ partition: 0, brokers: [7] }] }, 'INVALID_REPLICA_ASSIGNMENT'],
    ['a gap in a placement', { assignments: [{ partition: 1, brokers: [1] }] }, 'INVALID_REPLICA_ASSIGNMENT'],
    [
      'a placement and a count',
      { partitionCount: 1, assignments: [{ partition: 0, brokers: [1] }] },
      'INVALID_REQUEST',
    ],
  ])('refuses %s, and makes nothing', async (_, more, code) => {
    const { topics } = await open(newLog())
    await expect(async () => topics.create(spec('orders', more))).rejects.toMatchObject({ code })
    expect(topics.list()).toEqual([])
  })

  it('takes a replication factor when told to, and warns once', async () => {
    const warnings: string[] = []
    const { topics } = await open(newLog(), { acceptReplicationFactor: true }, warnings)
    await topics.create(spec('one', { replicationFactor: 3 }))
    await topics.create(spec('two', { replicationFactor: 3 }))
    expect(warnings).toEqual([expect.stringContaining('there is one copy')])
  })

  it('takes a manual placement on the one broker', async () => {
    const { topics } = await open(newLog())
    const assignments = [1, 0].map((partition) => ({ partition, brokers: [1] }))
    expect((await topics.create(spec('placed', { assignments }))).partitions).toHaveLength(2)
  })

  it('adds partitions and refuses to take some away', async () => {
    const { topics } = await open(newLog())
    const topic = await topics.create(spec('orders', { partitionCount: 2 }))
    const more = await topics.addPartitions(topic, 5, null)
    expect(more.partitions).toHaveLength(5)
    expect(more.partitions.slice(0, 2)).toEqual(topic.partitions)
    await expect(topics.addPartitions(more, 5, null)).rejects.toMatchObject({ code: 'INVALID_PARTITIONS' })
    await expect(topics.addPartitions(more, 4, null)).rejects.toMatchObject({ code: 'INVALID_PARTITIONS' })
    await expect(topics.addPartitions(more, 6, [[1], [1]])).rejects.toMatchObject({
      code: 'INVALID_REPLICA_ASSIGNMENT',
    })
  })

  it('never brings a deleted topic back through somebody who has not heard of it', async () => {
    const { topics } = await open(newLog())
    const held = await topics.create(spec('orders'))
    await topics.addPartitions(held, 2, null)
    expect((await topics.addPartitions(held, 3, null)).partitions).toHaveLength(3)
    await topics.delete(held)
    const gone = { code: 'UNKNOWN_TOPIC_OR_PARTITION' }
    await expect(topics.alterConfigs(held, {})).rejects.toMatchObject(gone)
    await expect(topics.addPartitions(held, 4, null)).rejects.toMatchObject(gone)
    await expect(topics.delete(held)).rejects.toMatchObject(gone)
    expect(topics.list()).toEqual([])
  })

  it('tells listeners what has changed', async () => {
    const { topics } = await open(newLog())
    const seen: TopicChange['kind'][] = []
    topics.onChange((change) => void seen.push(change.kind))
    const topic = await topics.create(spec('orders'))
    await topics.alterConfigs(topic, { 'retention.ms': '9' })
    await topics.addPartitions(topics.existing('orders'), 2, null)
    await topics.delete(topics.existing('orders'))
    expect(seen).toEqual(['created', 'altered', 'altered', 'deleted'])
  })

  it('makes its own topics on demand, compacted, and lets nobody delete them', async () => {
    const { topics } = await open(newLog())
    const [offsets, same] = await Promise.all([
      topics.internal('__consumer_offsets'),
      topics.ensure('__consumer_offsets'),
    ])
    expect(same).toEqual(offsets)
    expect(offsets.internal).toBe(true)
    expect(topics.settingsOf(offsets).cleanup).toEqual({ delete: false, compact: true })
    await expect(topics.delete(offsets)).rejects.toMatchObject({ code: 'INVALID_TOPIC_EXCEPTION' })
  })

  it('stamps append times by default when the clock is virtual', async () => {
    const { topics } = await open(newLog(), { virtualClock: true })
    const topic = await topics.create(spec('orders'))
    expect(topics.settingsOf(topic).timestampType).toBe('LogAppendTime')
  })
})
