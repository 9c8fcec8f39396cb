import { rawTopic, type KafkaRecord } from '@millrace/client'
import { expect, it, onTestFinished } from 'vitest'
import { onEachEngine, unique } from '../harness/on-each-engine.ts'
import { connected } from './ports.ts'
import { recordsOf } from './records-of.ts'

const valuesOf = (records: readonly KafkaRecord[]): string[] => records.map(({ value }) => value?.toString() ?? 'null')

onEachEngine('the producer of @millrace/client', ({ brokers }) => {
  it('writes in the order of the calls and tells each record’s place', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const topic = rawTopic(unique('order'), { partitions: 3 })
    await kafka.admin().ensureTopics([topic])
    const producer = kafka.producer()
    const numbers = [...Array(3000).keys()]
    const places = await Promise.all(
      numbers.map((n) => producer.send({ topic: topic.name, key: `k${n % 7}`, value: String(n) })),
    )
    const records = await recordsOf(kafka, topic.name)
    expect(records).toHaveLength(3000)
    for (const [n, { partition, offset }] of places.entries()) {
      const found = records.find((record) => record.partition === partition && record.offset === offset)
      expect(found?.value?.toString()).toBe(String(n))
    }
    for (let key = 0; key < 7; key++) {
      const own = records.filter((record) => record.key?.toString() === `k${key}`).map(({ value }) => Number(value))
      expect(own).toEqual(numbers.filter((n) => n % 7 === key))
    }
  })

  it('keeps headers, timestamps, empty and null values', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const topic = unique('shapes')
    // Old timestamps: without this, retention would take the records away.
    await kafka.admin().ensureTopics([{ name: topic, configs: { 'retention.ms': '-1' } }])
    const headers = [
      ['a', Buffer.from('1')],
      ['a', Buffer.from('2')],
      ['empty', Buffer.alloc(0)],
      ['none', null],
    ] as const
    await kafka.producer().send({ topic, key: 'k', value: null, headers, timestamp: 1_700_000_000_000 })
    await kafka.producer().send({ topic, value: '' })
    const [tombstone, empty] = await recordsOf(kafka, topic)
    expect(tombstone).toMatchObject({ value: null, headers, timestamp: 1_700_000_000_000 })
    expect([empty?.key, empty?.value?.length]).toEqual([null, 0])
  })

  it.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)('compresses with %s', async (compression) => {
    const kafka = await connected(brokers, onTestFinished)
    const topic = unique(compression)
    await kafka.admin().ensureTopics([{ name: topic }])
    const producer = kafka.producer({ compression })
    const values = [...Array(500).keys()].map((n) => `${n}-${'x'.repeat(100)}`)
    await Promise.all(values.map((value) => producer.send({ topic, value })))
    expect(valuesOf(await recordsOf(kafka, topic))).toEqual(values)
  })

  it('refuses a record that is too large and goes on with the others', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const topic = unique('large')
    await kafka.admin().ensureTopics([{ name: topic }])
    const producer = kafka.producer()
    const sent = await Promise.allSettled([
      producer.send({ topic, value: 'before' }),
      producer.send({ topic, value: Buffer.alloc(3_000_000) }),
      producer.send({ topic, value: 'after' }),
    ])
    expect(sent.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(sent[1]).toMatchObject({ reason: { name: 'Refusal', code: 'MESSAGE_TOO_LARGE' } })
    expect(valuesOf(await recordsOf(kafka, topic))).toEqual(['before', 'after'])
  })

  it('says that a topic is not there', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const topic = unique('missing')
    await expect(kafka.producer().send({ topic, value: 'x' })).rejects.toMatchObject({
      code: 'UNKNOWN_TOPIC_OR_PARTITION',
      message: expect.stringContaining(topic),
    })
  })

  it('shows a transaction’s records after its commit, all of them, and an aborted one’s never', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const topic = unique('transactions')
    await kafka.admin().ensureTopics([{ name: topic, partitions: 2 }])
    const producer = kafka.transactionalProducer(unique('tx'))
    const two = (value: string) => [0, 1].map((partition) => ({ topic, partition, value }))
    await producer.transaction(async ({ send }) => void (await Promise.all(two('kept').map(send))))
    const aborted = producer.transaction(async ({ send }) => {
      await Promise.all(two('dropped').map(send))
      throw new Error('changed my mind')
    })
    await expect(aborted).rejects.toThrow('changed my mind')
    await producer.transaction(async ({ send }) => void (await Promise.all(two('kept too').map(send))))
    expect(valuesOf(await recordsOf(kafka, topic)).toSorted()).toEqual(['kept', 'kept', 'kept too', 'kept too'])
  })

  it('fences the older holder of a transactional id', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const topic = unique('fencing')
    const id = unique('tx')
    await kafka.admin().ensureTopics([{ name: topic }])
    const [older, newer] = [kafka.transactionalProducer(id), kafka.transactionalProducer(id)]
    await older.transaction(async ({ send }) => void (await send({ topic, value: 'first' })))
    await newer.claim()
    const late = older.transaction(async ({ send }) => void (await send({ topic, value: 'late' })))
    await expect(late).rejects.toMatchObject({ code: expect.stringMatching(/FENCED|EPOCH/u) })
    expect(older.fenced).toBe(true)
    await newer.transaction(async ({ send }) => void (await send({ topic, value: 'second' })))
    expect(valuesOf(await recordsOf(kafka, topic))).toEqual(['first', 'second'])
  })
})
