import { connectKafka } from '@millrace/client'
import { expect, it, onTestFinished } from 'vitest'
import { onEachEngine, unique } from '../harness/on-each-engine.ts'
import { connected, ports } from './ports.ts'

onEachEngine('the admin of @millrace/client', ({ brokers }) => {
  it('makes topics once, also when two ask at the same time', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const spec = { name: unique('made'), partitions: 3, configs: { 'cleanup.policy': 'compact' } }
    await Promise.all([kafka.admin().ensureTopics([spec]), kafka.admin().ensureTopics([spec])])
    await kafka.admin().ensureTopics([spec])
    expect(await kafka.admin().describeTopics([spec.name])).toEqual([
      { name: spec.name, id: expect.any(String), partitions: 3 },
    ])
  })

  it('says what is different about a topic that is there', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const name = unique('different')
    await kafka.admin().ensureTopics([{ name, partitions: 1 }])
    const wanted = { name, partitions: 2, configs: { 'cleanup.policy': 'compact' } }
    const refused = kafka.admin().ensureTopics([wanted])
    await expect(refused).rejects.toMatchObject({ code: 'TOPIC_MISMATCH' })
    await expect(refused).rejects.toThrow('1 partitions where 2 are needed')
    await expect(refused).rejects.toThrow('cleanup.policy=delete where compact is needed')
  })

  it.each([
    ['a b', {}, 'INVALID_TOPIC_EXCEPTION'],
    [unique('factor'), { replicationFactor: 3 }, 'INVALID_REPLICATION_FACTOR'],
    [unique('config'), { configs: { 'no.such.config': '1' } }, 'INVALID_CONFIG'],
  ])('tells why topic %s with %o cannot be', async (name, more, code) => {
    const kafka = await connected(brokers, onTestFinished)
    await expect(kafka.admin().ensureTopics([{ name, ...more }])).rejects.toMatchObject({ name: 'Refusal', code })
  })

  it('finds offsets by place and by time', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const topic = unique('offsets')
    // Old timestamps: without this, retention would take the records away.
    await kafka.admin().ensureTopics([{ name: topic, configs: { 'retention.ms': '-1' } }])
    for (const timestamp of [1000, 2000, 3000]) {
      await kafka.producer().send({ topic, value: 'x', timestamp: 1_700_000_000_000 + timestamp })
    }
    const at = (query: Parameters<ReturnType<typeof kafka.admin>['offsets']>[1]) => kafka.admin().offsets(topic, query)
    expect(await at({ time: 1_700_000_001_500 })).toEqual([1])
    expect(await at({ time: 1_700_000_009_000 })).toEqual([3])
    await kafka.admin().deleteRecords(topic, [{ partition: 0, offset: 2 }])
    expect([await at('earliest'), await at('latest'), await at('stable')]).toEqual([[2], [3], [3]])
  })
})

it('says which address does not answer, and by which variable it was given', async () => {
  const environment = { KAFKA_BROKERS: '127.0.0.1:1', KAFKA_CONNECT_TIMEOUT_MS: '300' }
  const refused = connectKafka(environment, ports())
  await expect(refused).rejects.toMatchObject({ name: 'Fault', code: 'NETWORK' })
  await expect(refused).rejects.toThrow(/KAFKA_BROKERS.*127\.0\.0\.1:1/u)
})
