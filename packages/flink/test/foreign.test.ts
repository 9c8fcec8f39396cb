import { buildBatch } from '@millrace/broker'
import { type KafkaClient, connectKafka } from '@millrace/client'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { type Platform, startPlatform } from '@millrace/testkit'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ForeignKafka } from '../src/foreign/foreign-kafka.ts'
import { kafkaName } from '../src/foreign/kafka-name.ts'
import { type TestGateway, type TestSession, startTest } from './fixture.ts'

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
let foreign: Platform
let kafka: KafkaClient
let test: TestGateway
let session: TestSession
let topics = 0

/** Another process with its own log: for our gateway it is as foreign as any Kafka. */
beforeAll(async () => {
  foreign = await startPlatform()
  const ports = { clocks: systemClocks(), random: systemRandom, log: silent }
  kafka = await connectKafka({ KAFKA_BROKERS: foreign.ready.kafka }, ports)
})
afterAll(async () => {
  await kafka.close()
  await foreign.remove()
})
beforeEach(async () => {
  test = await startTest()
  session = await test.session()
})
afterEach(() => test.stop())

async function newTopic(): Promise<string> {
  const name = `topic-${topics++}`
  await kafka.admin().ensureTopics([{ name, partitions: 2 }])
  return name
}

const table = (name: string, topic: string, columns: string): string => `CREATE TABLE ${name} (${columns}) WITH (
  'connector' = 'kafka', 'topic' = '${topic}', 'format' = 'json', 'scan.startup.mode' = 'earliest-offset',
  'properties.bootstrap.servers' = '${foreign.ready.kafka}')`

const send = (topic: string, value: object) => kafka.producer().send({ topic, key: null, value: JSON.stringify(value) })

/** All that readers of committed records see of a topic. */
async function contentOf(topic: string): Promise<string[]> {
  const ends = await kafka.admin().offsets(topic, 'stable')
  const found: string[] = []
  const done = new Set(ends.flatMap((end, partition) => (end === 0 ? [partition] : [])))
  const reader = kafka.reader({
    deliver: ({ partition, records, nextOffset }, release) => {
      found.push(...records.map(({ value }) => String(value)))
      if (nextOffset >= (ends[partition] ?? 0)) done.add(partition)
      release()
    },
    lost: () => undefined,
  })
  for (const partition of ends.keys()) if (!done.has(partition)) reader.assign(topic, partition, 0)
  await expect.poll(() => done.size, { timeout: 10_000 }).toBe(ends.length)
  await reader.close()
  return found.toSorted()
}

describe('topics of another Kafka', () => {
  it('are read and written as tables', async () => {
    const [from, to] = [await newTopic(), await newTopic()]
    for (let n = 1; n <= 5; n++) await send(from, { n })
    await session.rows(table('numbers', from, 'n INT'))
    await session.rows(table('doubles', to, 'n INT'))
    expect((await session.rows('SELECT n FROM numbers', 5)).toSorted()).toEqual([
      '+I 1',
      '+I 2',
      '+I 3',
      '+I 4',
      '+I 5',
    ])
    await session.rows('INSERT INTO doubles SELECT n * 2 FROM numbers WHERE n > 2')
    await expect.poll(() => contentOf(to), { timeout: 15_000 }).toEqual(['{"n":10}', '{"n":6}', '{"n":8}'])
  })

  it('get what an epoch put out once, over a restart that finds it written down', async () => {
    const [from, to] = [await newTopic(), await newTopic()]
    await session.rows(table('numbers', from, 'n INT'))
    await session.rows(table('sums', to, 'n INT, total INT'))
    await session.rows('INSERT INTO sums SELECT n, n + 1 FROM numbers')
    await send(from, { n: 1 })
    await expect.poll(() => contentOf(to), { timeout: 15_000 }).toEqual(['{"n":1,"total":2}'])
    // A restart finds the last epoch's output written down: it was delivered, and is not delivered again.
    test = await test.restart()
    await send(from, { n: 2 })
    await expect.poll(() => contentOf(to), { timeout: 15_000 }).toEqual(['{"n":1,"total":2}', '{"n":2,"total":3}'])
  })

  it('take an epoch once, however often it is delivered', async () => {
    const to = await newTopic()
    const name = kafkaName([foreign.ready.kafka], to)
    const deliver = async (epoch: number, value: string): Promise<void> => {
      const sink = new ForeignKafka('some-job', { clocks: systemClocks(), random: systemRandom, log: silent })
      await sink.deliver(
        epoch,
        [{ topic: name, partition: 0, bytes: buildBatch({ records: [{ value }], timestamp: 1 }) }],
        true,
      )
      await sink.close()
    }
    await deliver(1, 'one')
    await deliver(1, 'one')
    await deliver(2, 'two')
    await deliver(2, 'two')
    expect(await contentOf(to)).toEqual(['one', 'two'])
  })

  it('that are not there are named with their servers', async () => {
    await session.rows(table('numbers', 'nowhere', 'n INT'))
    const failed = session.rows('SELECT n FROM numbers')
    await expect(failed).rejects.toThrow(`there is no topic nowhere at ${foreign.ready.kafka}`)
  })
})
