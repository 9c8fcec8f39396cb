import { buildBatch } from '@millrace/broker'
import type { BatchSource, RecordBlock } from '@millrace/kernel'
import { describe, expect, it } from 'vitest'
import { DEFAULT, START, World, event, settle, trigger } from '../../test/fixture.ts'
import { EventFeed } from '../brokers/event-feed.ts'
import { recordOf } from '../brokers/stored-event.ts'
import type { Matches } from '../filters/filter.ts'
import { TriggerWorker } from './worker.ts'

const TOPIC = 'events.default.default'
const isWanted: Matches = ({ attributes }) => attributes.get('type') === 'wanted'
const late = trigger('late', { matches: isWanted })

describe('a trigger that reads on where it stood', () => {
  it('passes over no event when several blocks lie ready, whichever of them match', async () => {
    for (let mask = 0; mask < 32; mask++) {
      const world = new World()
      const events = await world.open()
      await events.putBroker({ ...DEFAULT, partitions: 1 })
      // Keeps the feed open.
      await events.putTrigger(trigger('observer'))
      await events.putTrigger(late)
      await events.putTrigger({ ...late, subscriber: { unresolved: 'it is being replaced' } })
      const expected: string[] = []
      for (let bit = 0; bit < 5; bit++) {
        const matches = (mask & (1 << bit)) !== 0
        if (matches) expected.push(String(bit))
        await events.publish(DEFAULT, [event(String(bit), { type: matches ? 'wanted' : 'other' })])
        await settle()
      }
      await events.putTrigger(late)
      await settle()
      expect(world.to('http://late'), `events that match: ${mask.toString(2)}`).toEqual(expected)
      await events.stop()
    }
  })
})

describe('a source that gives several blocks at once', () => {
  it('leaves none of them lying', async () => {
    const world = new World()
    const delivered: string[] = []
    const source = new GivenSource()
    const feed = new EventFeed({ topic: TOPIC, newSource: () => source, ends: () => [0] })
    const stop = new AbortController()
    const worker = new TriggerWorker({
      feed,
      newSource: () => source,
      topic: TOPIC,
      positions: [{ next: 0, done: [] }],
      matches: isWanted,
      ordered: false,
      deliver: async ({ event: one }) => void delivered.push(String(one.attributes.get('id'))),
      save: () => Promise.resolve(),
      clock: world.clocks.liveness,
      signal: stop.signal,
      report: ({ error }) => delivered.push(error.message),
    })
    worker.start()
    source.give([blockOf(0, 'other'), blockOf(1, 'wanted'), blockOf(2, 'other'), blockOf(3, 'wanted')])
    await settle()
    expect(delivered).toEqual(['1', '3'])
    expect(worker.caughtUp([4])).toBe(true)
    stop.abort()
    await worker.stopped()
  })
})

/** Gives what it is told to, all of it in one turn. */
class GivenSource implements BatchSource {
  #onBlock: (block: RecordBlock) => void = () => undefined

  give(blocks: readonly RecordBlock[]): void {
    for (const block of blocks) this.#onBlock(block)
  }
  onBlock(listener: (block: RecordBlock) => void): void {
    this.#onBlock = listener
  }
  onFault(): void {}
  assign(): void {}
  grant(): void {}
  close(): Promise<void> {
    return Promise.resolve()
  }
}

function blockOf(offset: number, type: string): RecordBlock {
  const bytes = buildBatch({ timestamp: START, records: [recordOf(event(String(offset), { type }), [])] })
  bytes.writeBigInt64BE(BigInt(offset))
  return { topic: TOPIC, partition: 0, fromOffset: offset, nextOffset: offset + 1, bytes }
}
