import { type BatchSource, type RecordBlock, below, seededRandom } from '@millrace/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordsIn } from '../src/topics/stored-records.ts'

/** What the contract needs of an implementation: the topic `numbers` with two partitions, and a way to fill it. */
export interface BatchSourceHarness {
  newSource(): BatchSource
  /** Appends one batch with one record for each value; resolves when it can be read. */
  produce(partition: number, values: readonly string[]): Promise<void>
  close(): Promise<void>
}

const TOPIC = 'numbers'
const PLENTY_BYTES = 10_000_000

const valuesOf = (block: RecordBlock): string[] =>
  Array.from(recordsIn(Buffer.from(block.bytes)), ({ value, offset }) => ({ value: String(value), offset }))
    // The first batch may begin before.
    .filter(({ offset }) => offset >= block.fromOffset)
    .map(({ value }) => value)

/** A source, and what it has given. */
class Listening {
  readonly source: BatchSource
  readonly blocks: RecordBlock[] = []
  readonly faults: string[] = []

  constructor(harness: BatchSourceHarness) {
    this.source = harness.newSource()
    this.source.onBlock((block) => void this.blocks.push(block))
    this.source.onFault(({ topic, partition }) => void this.faults.push(`${topic}-${partition}`))
  }

  values(partition = 0): string[] {
    return this.blocks.filter((block) => block.partition === partition).flatMap(valuesOf)
  }

  get bytes(): number {
    return this.blocks.reduce((sum, { bytes }) => sum + bytes.length, 0)
  }
}

const from = (partition: number, offset: number) => ({ topic: TOPIC, partition, offset })

/** Every implementation of `BatchSource` passes this. */
export function batchSourceContract(name: string, open: () => Promise<BatchSourceHarness>): void {
  describe(`${name}, as a batch source`, () => {
    let harness: BatchSourceHarness
    const listening: Listening[] = []
    const listen = (): Listening => {
      const one = new Listening(harness)
      listening.push(one)
      return one
    }
    const produce = (partition: number, values: readonly string[]) => harness.produce(partition, values)

    beforeEach(async () => {
      harness = await open()
    })
    afterEach(async () => {
      for (const { source } of listening.splice(0)) await source.close()
      await harness.close()
    })

    keepsOrder(listen, produce)
    keepsToCredits(listen, produce)
    standsFaults(listen, produce)
  })
}

type Listen = () => Listening
type Produce = BatchSourceHarness['produce']

function keepsOrder(listen: Listen, produce: Produce): void {
  it('gives the records of a partition in order, from the offset that was assigned', async () => {
    const heard = listen()
    await produce(0, ['a', 'b', 'c'])
    await produce(0, ['d'])
    heard.source.assign([from(0, 1)])
    heard.source.grant(PLENTY_BYTES)
    await expect.poll(() => heard.values()).toEqual(['b', 'c', 'd'])
    expect(heard.blocks.at(-1)?.nextOffset).toBe(4)
  })

  it('goes on with records as they come', async () => {
    const heard = listen()
    heard.source.assign([from(0, 0), from(1, 0)])
    heard.source.grant(PLENTY_BYTES)
    await produce(0, ['a'])
    await expect.poll(() => heard.values(0)).toEqual(['a'])
    await produce(1, ['x'])
    await produce(0, ['b'])
    await expect.poll(() => [heard.values(0), heard.values(1)]).toEqual([['a', 'b'], ['x']])
  })

  it.each([1, 2, 3])('misses and repeats nothing when it goes on from any block, seed %i', async (seed) => {
    const random = seededRandom(seed)
    const expected: string[] = []
    for (let index = 0; index < 40; index++) {
      const batch = Array.from({ length: 1 + below(random, 5) }, (_, at) => `${index}.${at}`)
      await produce(0, batch)
      expected.push(...batch)
    }
    const seen: string[] = []
    for (let position = 0; position < expected.length;) {
      const heard = listen()
      heard.source.assign([from(0, position)])
      heard.source.grant(100 + below(random, 2000))
      await expect.poll(() => heard.blocks.length).toBeGreaterThan(0)
      await heard.source.close()
      seen.push(...heard.values())
      position = heard.blocks.at(-1)?.nextOffset ?? position
    }
    expect(seen).toEqual(expected)
  })
}

function keepsToCredits(listen: Listen, produce: Produce): void {
  it('gives nothing without credits, and never more than was granted', async () => {
    const heard = listen()
    for (let index = 0; index < 20; index++) await produce(0, [String(index)])
    heard.source.assign([from(0, 0)])
    await produce(1, ['other'])
    expect(heard.blocks).toEqual([])
    const window = 300
    heard.source.grant(window)
    let returned = 0
    await expect
      .poll(() => {
        expect(heard.bytes - returned).toBeLessThanOrEqual(window)
        for (; returned < heard.bytes;) {
          const given = heard.bytes
          heard.source.grant(given - returned)
          returned = given
        }
        return heard.values().length
      })
      .toBe(20)
  })

  it('gives a batch that is larger than the credits when nothing else is under way', async () => {
    const heard = listen()
    await produce(0, ['x'.repeat(5000)])
    await produce(0, ['y'.repeat(5000)])
    heard.source.assign([from(0, 0)])
    heard.source.grant(100)
    await expect.poll(() => heard.blocks.length).toBe(1)
    heard.source.grant(heard.blocks[0]?.bytes.length ?? 0)
    await expect.poll(() => heard.values().map((value) => value[0])).toEqual(['x', 'y'])
  })
}

function standsFaults(listen: Listen, produce: Produce): void {
  it('reports a partition that cannot be read, and goes on with the others', async () => {
    const heard = listen()
    await produce(0, ['a'])
    heard.source.assign([{ topic: 'nowhere', partition: 0, offset: 0 }, from(1, 99), from(0, 0)])
    heard.source.grant(PLENTY_BYTES)
    await expect.poll(() => [...heard.faults].sort()).toEqual(['nowhere-0', 'numbers-1'])
    await expect.poll(() => heard.values(0)).toEqual(['a'])
  })

  it('gives nothing after it was closed', async () => {
    const heard = listen()
    heard.source.assign([from(0, 0)])
    heard.source.grant(PLENTY_BYTES)
    await heard.source.close()
    await produce(0, ['a'])
    await produce(0, ['b'])
    expect(heard.blocks).toEqual([])
  })
}
