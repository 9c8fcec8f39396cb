import { describe, expect, it } from 'vitest'
import { type Random, below, seededRandom } from '@millrace/kernel'
import { BatchHeader } from '@millrace/log'
import { type TestBroker, batchOf, produceTo, testBroker, topicOf } from '../../test/broker.ts'
import type { Topic } from '../topics/topic.ts'
import { recordsIn } from '../topics/stored-records.ts'
import type { FetchRequest, FetchResult } from './fetch.ts'
import { OFFSET_AT, listOffset } from './list-offsets.ts'

const MANY_BYTES = 1 << 20

function request(topic: Topic, more: Partial<FetchRequest> & { from?: number; index?: number } = {}): FetchRequest {
  const part = { topic, index: more.index ?? 0, from: more.from ?? 0, maxBytes: MANY_BYTES, leaderEpoch: -1 }
  return { parts: [part], minBytes: 1, maxWaitMs: 500, maxBytes: MANY_BYTES, readCommitted: false, ...more }
}

function valuesOf(result: FetchResult | undefined): string[] {
  if (result === undefined || result.error !== undefined) throw result?.error ?? new Error('no result')
  return result.chunks.flatMap((chunk) => Array.from(recordsIn(chunk), ({ value }) => String(value)))
}

async function withRecords(...values: string[]): Promise<{ broker: TestBroker; topic: Topic }> {
  const broker = await testBroker()
  const topic = await topicOf(broker, 'orders', 2)
  for (const value of values) await produceTo(broker, topic, 0, batchOf([value]))
  return { broker, topic }
}

/** Lets what has been set off run. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}

describe('fetch', () => {
  it('gives what is there at once', async () => {
    const { broker, topic } = await withRecords('a', 'b')
    const [result] = await broker.fetch.fetch(request(topic, { from: 1 }))
    expect(valuesOf(result)).toEqual(['b'])
    expect(result).toMatchObject({ highWatermark: 2, lastStableOffset: 2, logStartOffset: 0, aborted: null })
  })

  it('gives the whole batch when asked for its middle', async () => {
    const { broker, topic } = await withRecords()
    await produceTo(broker, topic, 0, batchOf(['a', 'b', 'c']))
    const [result] = await broker.fetch.fetch(request(topic, { from: 2 }))
    expect(valuesOf(result)).toEqual(['a', 'b', 'c'])
  })

  it('waits for the first record, and is woken when it is durable', async () => {
    const { broker, topic } = await withRecords()
    const waiting = broker.fetch.fetch(request(topic))
    await settle()
    await produceTo(broker, topic, 0, batchOf(['late']))
    expect(valuesOf((await waiting)[0])).toEqual(['late'])
  })

  it('waits until there are min bytes', async () => {
    const { broker, topic } = await withRecords('a')
    const size = batchOf(['a']).length
    let over = false
    const waiting = broker.fetch.fetch(request(topic, { minBytes: 3 * size })).finally(() => {
      over = true
    })
    await produceTo(broker, topic, 0, batchOf(['b']))
    await settle()
    expect(over).toBe(false)
    await produceTo(broker, topic, 0, batchOf(['c']))
    expect(valuesOf((await waiting)[0])).toEqual(['a', 'b', 'c'])
  })

  it('answers with what there is when liveness time is over, whatever domain time does', async () => {
    const { broker, topic } = await withRecords()
    let over = false
    const waiting = broker.fetch.fetch(request(topic, { maxWaitMs: 500 })).finally(() => {
      over = true
    })
    await broker.clocks.domain.advance(3_600_000)
    await settle()
    expect(over).toBe(false)
    broker.clocks.liveness.advance(500)
    expect(valuesOf((await waiting)[0])).toEqual([])
  })

  it('ends the wait when nobody is there any more', async () => {
    const { broker, topic } = await withRecords()
    const gone = new AbortController()
    const waiting = broker.fetch.fetch(request(topic, { signal: gone.signal }))
    await settle()
    gone.abort()
    expect(valuesOf((await waiting)[0])).toEqual([])
  })

  it('answers at once when a part is wrong, with the records of the others', async () => {
    const { broker, topic } = await withRecords('a')
    const parts = [
      { topic, index: 0, from: 0, maxBytes: MANY_BYTES, leaderEpoch: -1 },
      { topic, index: 0, from: 99, maxBytes: MANY_BYTES, leaderEpoch: -1 },
      { topic, index: 9, from: 0, maxBytes: MANY_BYTES, leaderEpoch: -1 },
      { topic, index: 1, from: 0, maxBytes: MANY_BYTES, leaderEpoch: 3 },
    ]
    const results = await broker.fetch.fetch({ ...request(topic), parts, minBytes: MANY_BYTES })
    expect(valuesOf(results[0])).toEqual(['a'])
    expect(results.slice(1)).toMatchObject([
      { error: { code: 'OFFSET_OUT_OF_RANGE' } },
      { error: { code: 'UNKNOWN_TOPIC_OR_PARTITION' } },
      { error: { code: 'UNKNOWN_LEADER_EPOCH' } },
    ])
  })

  it('wakes with an error when the topic is deleted', async () => {
    const { broker, topic } = await withRecords()
    const waiting = broker.fetch.fetch(request(topic))
    await settle()
    await broker.topics.delete(topic)
    expect(await waiting).toMatchObject([{ error: { code: 'UNKNOWN_TOPIC_OR_PARTITION' } }])
  })

  it('stays within the bytes asked for, but for a first batch that is larger', async () => {
    const { broker, topic } = await withRecords('a', 'b', 'c')
    await produceTo(broker, topic, 1, batchOf(['d']))
    const size = batchOf(['a']).length
    const parts = [0, 1].map((index) => ({ topic, index, from: 0, maxBytes: MANY_BYTES, leaderEpoch: -1 }))
    const bounded = await broker.fetch.fetch({ ...request(topic), parts, maxBytes: 2 * size })
    expect(bounded.map(valuesOf)).toEqual([['a', 'b'], []])
    const tiny = await broker.fetch.fetch({ ...request(topic), parts, maxBytes: 1 })
    expect(tiny.map(valuesOf)).toEqual([['a'], []])
  })
})

describe('offsets by time', () => {
  it('finds the ends, a time, the largest time, and nothing', async () => {
    const broker = await testBroker()
    const topic = await topicOf(broker, 'orders')
    const times = [1000, 3000, 2000].map((ms) => broker.clocks.domain.now() + ms)
    for (const timestamp of times) await produceTo(broker, topic, 0, batchOf(['x'], { timestamp }))
    const partition = broker.topics.partition(topic, 0)
    if (partition === undefined) throw new Error('no partition')
    const at = async (timestamp: number): Promise<number> =>
      (await listOffset(partition, { timestamp, readCommitted: false, leaderEpoch: -1 })).offset
    expect(await at(OFFSET_AT.latest)).toBe(3)
    expect(await at(OFFSET_AT.earliest)).toBe(0)
    expect(await at(OFFSET_AT.earliestLocal)).toBe(0)
    expect(await at(OFFSET_AT.maxTimestamp)).toBe(1)
    expect(await at(OFFSET_AT.latestTiered)).toBe(-1)
    expect(await at((times[0] ?? 0) + 1)).toBe(1)
    expect(await at((times[1] ?? 0) + 1)).toBe(-1)
  })
})

describe('deleting records', () => {
  it('moves the start, refuses offsets beyond the end, and compacted topics', async () => {
    const { broker, topic } = await withRecords('a', 'b', 'c')
    expect(await broker.deleteRecords(topic, 0, 2)).toBe(2)
    expect(await broker.deleteRecords(topic, 0, 1)).toBe(2)
    await expect(broker.deleteRecords(topic, 0, 4)).rejects.toMatchObject({ code: 'OFFSET_OUT_OF_RANGE' })
    await expect(broker.deleteRecords(topic, 5, 0)).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION' })
    expect(await broker.fetch.fetch(request(topic, { from: 1 }))).toMatchObject([
      { error: { code: 'OFFSET_OUT_OF_RANGE' } },
    ])
    expect(await broker.deleteRecords(topic, 0, -1)).toBe(3)
    const compacted = await topicOf(broker, 'latest', 1, { 'cleanup.policy': 'compact' })
    await expect(broker.deleteRecords(compacted, 0, 0)).rejects.toMatchObject({ code: 'POLICY_VIOLATION' })
  })
})

/** What a partition should be: values by offset, and where they begin. */
interface Model {
  start: number
  readonly values: string[]
}

/** One random step on a partition: what the broker said, and what it should have said. */
type Step = (model: Model, index: number) => Promise<readonly [said: unknown, expected: unknown]>

function steps(broker: TestBroker, topic: Topic, random: Random): readonly Step[] {
  const produce: Step = async (model, index) => {
    const values = Array.from({ length: 1 + below(random, 4) }, (_, at) => `${model.values.length}.${at}`)
    const result = await produceTo(broker, topic, index, batchOf(values))
    const expected = { baseOffset: model.values.length, logAppendTime: -1, logStartOffset: model.start }
    model.values.push(...values)
    return [result, expected]
  }
  const remove: Step = async (model, index) => {
    const before = below(random, model.values.length + 1)
    model.start = Math.max(model.start, before)
    return [await broker.deleteRecords(topic, index, before), model.start]
  }
  const fetch: Step = async (model, index) => {
    const from = below(random, model.values.length + 2)
    const asked = request(topic, { index, from, maxWaitMs: 0, maxBytes: below(random, 500) })
    const [result] = await broker.fetch.fetch(asked)
    if (result === undefined || result.error !== undefined) {
      return [
        result?.error.message,
        from < model.start || from > model.values.length ? result?.error.message : 'records',
      ]
    }
    const first = result.chunks[0]
    const base = first === undefined ? model.values.length : new BatchHeader(first).baseOffset
    const count = valuesOf(result).length
    const holdsFrom = base <= from && (from < base + count || from === model.values.length)
    return [
      { values: valuesOf(result), holdsFrom },
      { values: model.values.slice(base, base + count), holdsFrom: true },
    ]
  }
  return [produce, produce, produce, remove, fetch, fetch, fetch]
}

describe('produce and fetch together', () => {
  it.each([1, 2, 3, 4, 5])('give back what arrays would, seed %i', async (seed) => {
    const random = seededRandom(seed)
    const broker = await testBroker()
    const topic = await topicOf(broker, 'orders', 3)
    const models: Model[] = [0, 1, 2].map(() => ({ start: 0, values: [] }))
    const all = steps(broker, topic, random)
    for (let round = 0; round < 300; round++) {
      const index = below(random, models.length)
      const step = all[below(random, all.length)] as Step
      const [said, expected] = await step(models[index] as Model, index)
      expect(said, `seed ${seed}, round ${round}`).toEqual(expected)
    }
  })
})
