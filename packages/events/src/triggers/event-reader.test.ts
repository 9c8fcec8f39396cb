import { buildBatch } from '@millrace/broker'
import { beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT, START, World, event, settle } from '../../test/fixture.ts'
import type { EventBlock } from '../brokers/event-block.ts'
import { EventFeed } from '../brokers/event-feed.ts'
import type { Events } from '../events.ts'
import { EventReader } from './event-reader.ts'

const TOPIC = 'events.default.default'
let world: World
let events: Events
let feed: EventFeed
let sources: number

beforeEach(async () => {
  world = new World()
  events = await world.open()
  await events.putBroker({ ...DEFAULT, partitions: 2 })
  sources = 0
  feed = new EventFeed({ topic: TOPIC, newSource, ends, keptBytes: 2000 })
})

const newSource = () => {
  sources += 1
  return world.broker?.newSource() as NonNullable<ReturnType<NonNullable<World['broker']>['newSource']>>
}
const partitions = () => {
  const topic = world.broker?.topics.get(TOPIC)
  return [0, 1].map((index) => topic && world.broker?.topics.partition(topic, index))
}
const ends = (): number[] => partitions().map((partition) => partition?.nextOffset ?? 0)

/** Publishes events one by one, so that each is a block. */
async function publish(from: number, to: number): Promise<void> {
  for (let id = from; id < to; id++) {
    await events.publish(DEFAULT, [event(String(id))])
    await settle()
  }
}

/** A reader that notes the offsets it is given, and gives credits back only when told to. */
function readerFrom(positions: readonly number[]) {
  const given: string[] = []
  const blocks: EventBlock[] = []
  const next = [...positions]
  const reader = new EventReader({
    feed,
    topic: TOPIC,
    newSource,
    positions,
    windowBytes: 1,
    onBlock: (block) => {
      blocks.push(block)
      for (const { offset, event: one } of block.events) {
        if (offset < (next[block.partition] ?? 0)) continue
        given.push(String(one.attributes.get('id')))
      }
      next[block.partition] = Math.max(next[block.partition] ?? 0, block.nextOffset)
    },
    onFault: (error) => given.push(error.message),
  })
  reader.start()
  const drain = async (): Promise<void> => {
    for (let idle = 0; idle < 3;) {
      const block = blocks.shift()
      if (block !== undefined) reader.grant(block.bytes)
      idle = block === undefined ? idle + 1 : 0
      await settle()
    }
  }
  return { reader, given, drain }
}

const ids = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => String(from + index))
const sorted = (texts: readonly string[]): string[] => texts.toSorted((left, right) => Number(left) - Number(right))

describe('readers of one feed', () => {
  it('share one source and one decoding, while they keep up', async () => {
    const readers = [1, 2, 3].map(() => readerFrom(ends()))
    for (let id = 0; id < 10; id++) {
      await publish(id, id + 1)
      for (const { drain } of readers) await drain()
    }
    for (const { given } of readers) expect(given).toEqual(ids(0, 10))
    expect(sources).toBe(1)
    expect(feed.blockAt(0, ends()[0] ?? 0)).toBe('later')
  })

  it('read for themselves when they are further behind than what lies ready, and then together again', async () => {
    const quick = readerFrom(ends())
    const slow = readerFrom(ends())
    for (let id = 0; id < 30; id++) {
      await publish(id, id + 1)
      await quick.drain()
    }
    expect(quick.given).toEqual(ids(0, 30))
    expect(slow.given).toHaveLength(1)
    await slow.drain()
    expect(sorted(slow.given)).toEqual(ids(0, 30))
    expect(sources).toBe(2)
    await publish(30, 34)
    await Promise.all([quick.drain(), slow.drain()])
    expect(sorted(slow.given)).toEqual(ids(0, 34))
    expect(sources).toBe(2)
  })

  it('begin where they are told to, in the past or at the end, and a feed that nobody follows is closed', async () => {
    const first = readerFrom(ends())
    await publish(0, 4)
    await first.drain()
    await first.reader.close()
    await publish(4, 8)
    const late = readerFrom([1, 1])
    await late.drain()
    // One event of each partition lies before.
    expect(sorted(late.given)).toEqual(ids(2, 8))
    expect(sources).toBe(3)
  })

  it('pass over records that are no events, and batches that cannot be read, one by one', async () => {
    const { broker: platform } = world
    const topic = platform?.topics.get(TOPIC)
    if (platform === undefined || topic === undefined) throw new Error('no topic')
    const skipped: string[] = []
    const given: unknown[] = []
    const reader = new EventReader({
      feed,
      topic: TOPIC,
      newSource,
      positions: ends(),
      windowBytes: 1 << 20,
      onBlock: (block) => {
        skipped.push(...block.skipped.map(({ message }) => message))
        given.push(...block.events.map(({ event: one }) => one.attributes.get('id')))
      },
      onFault: () => undefined,
    })
    reader.start()
    const records = buildBatch({ timestamp: START, records: [{ value: 'no event' }, { value: 'nor this' }] })
    await platform.produce.produce({ transactionalId: null, acks: -1, parts: [{ topic, index: 0, records }] })
    await events.publish(DEFAULT, [event('1')])
    await settle()
    expect(given).toEqual(['1'])
    expect(skipped).toHaveLength(2)
  })
})
