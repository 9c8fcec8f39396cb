import { describe, expect, it } from 'vitest'
import { testBroker, topicOf } from '../../test/broker.ts'

describe('settings', () => {
  it.each([
    ['retention.ms', 'soon', 'Invalid value soon for configuration retention.ms: Not a number of type LONG'],
    ['retention.ms', '-2', 'Invalid value -2 for configuration retention.ms: Value must be at least -1'],
    ['segment.bytes', '2147483648', 'Not a number of type INT'],
    ['min.cleanable.dirty.ratio', '1.5', 'Value must be no more than 1'],
    ['cleanup.policy', 'shred', 'String must be one of: compact, delete'],
    ['unclean.leader.election.enable', 'maybe', 'Expected value to be either true or false'],
    ['remote.storage.enable', 'true', 'Tiered Storage functionality is disabled'],
    ['max.compaction.lag.ms', '5', 'conflict topic config setting min.compaction.lag.ms (10)'],
    ['retention.msec', '5', 'Unknown topic config name: retention.msec'],
  ])('refuse %s=%s with a text that says why', async (name, value, text) => {
    const broker = await testBroker()
    const topic = await topicOf(broker, 'orders', 1, { 'min.compaction.lag.ms': '10' })
    await expect(broker.topics.alterConfigs(topic, { ...topic.configs, [name]: value })).rejects.toMatchObject({
      code: 'INVALID_CONFIG',
      message: expect.stringContaining(text),
    })
  })

  it('take the largest number of Kafka', async () => {
    const broker = await testBroker()
    const topic = await topicOf(broker, 'orders', 1, { 'retention.ms': '9223372036854775807' })
    expect(broker.topics.settingsOf(topic).retentionMs).toBeGreaterThan(Number.MAX_SAFE_INTEGER)
  })

  it('resolve in the order topic, broker, all brokers, start, default, and say so', async () => {
    const broker = await testBroker({ properties: { 'log.retention.ms': '100' } })
    const topic = await topicOf(broker, 'orders')
    const retention = () => broker.topics.settingsOf(broker.topics.existing('orders')).retentionMs
    expect(retention()).toBe(100)
    await broker.configs.alterBroker('cluster', { 'log.retention.ms': '200' })
    expect(retention()).toBe(200)
    await broker.configs.alterBroker('node', { 'log.retention.ms': '300' })
    expect(retention()).toBe(300)
    await broker.topics.alterConfigs(topic, { 'retention.ms': '400' })
    expect(retention()).toBe(400)
    const described = broker.configs.describeTopic({ 'retention.ms': '400' })
    const entry = described.find(({ definition }) => definition.name === 'retention.ms')
    expect(entry).toMatchObject({ value: '400', source: 'topic' })
    expect(entry?.synonyms).toEqual([
      { name: 'retention.ms', value: '400', source: 'topic' },
      { name: 'log.retention.ms', value: '300', source: 'dynamicBroker' },
      { name: 'log.retention.ms', value: '200', source: 'dynamicDefault' },
      { name: 'log.retention.ms', value: '100', source: 'staticBroker' },
      { name: 'log.retention.ms', value: '604800000', source: 'default' },
    ])
  })

  it('append to lists and subtract from them, from what is in force', async () => {
    const broker = await testBroker()
    const topic = await topicOf(broker, 'orders')
    const both = broker.configs.operatedTopic(topic, [{ kind: 'append', name: 'cleanup.policy', value: 'compact' }])
    expect(both).toEqual({ 'cleanup.policy': 'delete,compact' })
    await broker.topics.alterConfigs(topic, both)
    const after = broker.topics.existing('orders')
    expect(
      broker.configs.operatedTopic(after, [{ kind: 'subtract', name: 'cleanup.policy', value: 'delete' }]),
    ).toEqual({ 'cleanup.policy': 'compact' })
    expect(broker.configs.operatedTopic(after, [{ kind: 'delete', name: 'cleanup.policy' }])).toEqual({})
    expect(() => broker.configs.operatedTopic(after, [{ kind: 'append', name: 'retention.ms', value: '1' }])).toThrow(
      "Can't APPEND to key retention.ms because its type is not LIST.",
    )
  })

  it('tell apart what a running broker takes, what it is given at start, and what nobody knows', async () => {
    const broker = await testBroker()
    await expect(broker.configs.alterBroker('node', { 'num.partitions': '3' })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    })
    await expect(broker.configs.alterBroker('node', { nonsense: '3' })).rejects.toMatchObject({
      code: 'INVALID_CONFIG',
    })
    await expect(testBroker({ properties: { 'num.partitions': '0' } })).rejects.toMatchObject({
      code: 'INVALID_CONFIG',
    })
  })
})
