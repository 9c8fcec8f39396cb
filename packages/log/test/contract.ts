import { type Clocks, type VirtualClock, virtualClocks } from '@millrace/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Log,
  type LogPartition,
  type PartitionSettings,
  buildBatch,
  buildMarker,
  records,
  sealCrc,
} from '../src/index.ts'

type TestClocks = Clocks & { readonly domain: VirtualClock }

export const HOUR = 3_600_000
export const START = 1_700_000_000_000

export const settings = (changes: Partial<PartitionSettings> = {}): PartitionSettings => ({
  retentionMs: -1,
  retentionBytes: -1,
  segmentBytes: 400,
  segmentMs: 24 * HOUR,
  cleanup: { delete: true, compact: false },
  deleteRetentionMs: HOUR,
  minCleanableDirtyRatio: 0,
  minCompactionLagMs: 0,
  maxCompactionLagMs: Number.MAX_SAFE_INTEGER,
  fileDeleteDelayMs: 0,
  ...changes,
})

/** A batch of records with these values, for tests. */
export const batchOf = (...values: string[]): Buffer =>
  buildBatch({ records: values.map((value) => ({ value })), timestamp: START })

const keyed = (key: string, value: string | null, timestamp = START): Buffer =>
  buildBatch({ records: [{ key, value }], timestamp })

const inTransaction = (id: number, sequence: number, ...values: string[]): Buffer =>
  buildBatch({
    records: values.map((value) => ({ key: value, value })),
    timestamp: START,
    producer: { id, epoch: 0, sequence },
    transactional: true,
  })

/** A batch whose CRC is right and whose records are none, as if it were compressed in this way. */
const nonsense = (compression: number, timestamp = START): Buffer => {
  const bytes = buildBatch({ records: [{ key: 'k1', value: 'x'.repeat(40) }], timestamp })
  bytes.fill(0xa7, 70)
  bytes.writeUInt16BE(compression, 21)
  sealCrc(bytes, 0, bytes.length)
  return bytes
}

const marker = (id: number, commit: boolean): Buffer =>
  buildMarker({ producerId: id, producerEpoch: 0, commit, coordinatorEpoch: 3, timestamp: START })

/** Everything that can be read of a partition, as `offset:key=value`. */
export async function contents(partition: LogPartition, first = partition.startOffset): Promise<string[]> {
  const found: string[] = []
  for (let from = first; ;) {
    const result = await partition.read({ from, upTo: partition.highWatermark, maxBytes: 1000, atLeastOne: true })
    if (result.bytes === 0) return found
    for (const chunk of result.chunks) found.push(...textOf(chunk, from))
    from = result.nextOffset
  }
}

function textOf(chunk: Buffer, from: number): string[] {
  const found: string[] = []
  for (let at = 0; at < chunk.length; at += chunk.readInt32BE(at + 8) + 12) {
    const batch = chunk.subarray(at)
    if (((batch[22] as number) & 0x20) !== 0) continue
    for (const record of records(batch)) {
      if (record.offset < from) continue
      const key = record.key === null ? '' : `${record.key.toString()}=`
      found.push(`${record.offset}:${key}${record.value?.toString() ?? 'null'}`)
    }
  }
  return found
}

/** A fresh log for each test. */
class Fixture {
  log!: Log
  clocks!: TestClocks

  partition(number = 1000): LogPartition {
    return this.log.partition(number) as LogPartition
  }

  append(...batches: Buffer[]): Promise<void> {
    return this.log.append({ batches: batches.map((bytes) => ({ partition: 1000, bytes })) }).durable
  }
}

/** What every implementation of `Log` promises. */
export function logContract(name: string, makeLog: (clocks: Clocks) => Promise<Log>): void {
  describe(`${name} keeps the contract of the log`, () => {
    const t = new Fixture()
    beforeEach(async () => {
      t.clocks = virtualClocks(START)
      t.log = await makeLog(t.clocks)
      await t.log.append({ create: [1000, 1001] }).durable
    })
    afterEach(() => t.log.close())

    frames(t)
    refusals(t)
    reads(t)
    transactions(t)
    times(t)
    retention(t)
    compaction(t)
  })
}

/** Frames: order, durability, atomicity. */
function frames(t: Fixture): void {
  it('counts frames up by one, and gives each batch the next offsets of its partition', async () => {
    const first = t.log.append({
      batches: [
        { partition: 1000, bytes: batchOf('a', 'b') },
        { partition: 1001, bytes: batchOf('c') },
        { partition: 1000, bytes: batchOf('d') },
      ],
    })
    const second = t.log.append({ batches: [{ partition: 1000, bytes: batchOf('e') }] })
    expect([first.baseOffsets, second.baseOffsets]).toEqual([[0, 0, 2], [3]])
    expect(second.lsn).toBe(first.lsn + 1)
    await second.durable
    expect(t.log.durableLsn).toBe(second.lsn)
    expect(await contents(t.partition())).toEqual(['0:a', '1:b', '2:d', '3:e'])
    expect(await contents(t.partition(1001))).toEqual(['0:c'])
  })

  it('shows a frame to readers only when it is durable', async () => {
    const appended = t.log.append({ batches: [{ partition: 1000, bytes: batchOf('a') }] })
    expect([t.partition().nextOffset, t.partition().highWatermark]).toEqual([1, 0])
    expect(await t.partition().read({ from: 0, upTo: 1, maxBytes: 1000, atLeastOne: true })).toMatchObject({ bytes: 0 })
    await appended.durable
    expect(t.partition().highWatermark).toBe(1)
    expect(await contents(t.partition())).toEqual(['0:a'])
  })

  it('copies the bytes before append returns', async () => {
    const bytes = batchOf('kept')
    const { durable } = t.log.append({ batches: [{ partition: 1000, bytes }] })
    bytes.fill(0)
    await durable
    expect(await contents(t.partition())).toEqual(['0:kept'])
  })

  it('forgets a partition that is removed, and tells who listens', async () => {
    let calls = 0
    t.partition().onAdvance(() => calls++)
    await t.append(batchOf('a'))
    expect(calls).toBe(1)
    await t.log.append({ remove: [1000] }).durable
    expect(t.log.partition(1000)).toBeUndefined()
    expect(calls).toBe(2)
    expect(() => t.log.append({ batches: [{ partition: 1000, bytes: batchOf('b') }] })).toThrow(/no partition 1000/)
  })
}

/** What a frame may not ask for, and what it may. */
function refusals(t: Fixture): void {
  it('refuses a frame as a whole, and appends nothing of it', async () => {
    const good = { partition: 1000, bytes: batchOf('a') }
    const refusals: [object, string][] = [
      [{ batches: [good, { partition: 7777, bytes: batchOf('b') }] }, 'UNKNOWN_PARTITION'],
      [{ batches: [good, { partition: 1000, bytes: batchOf('b').subarray(1) }] }, 'INVALID_BATCH'],
      [{ batches: [good, { partition: 1000, bytes: Buffer.concat([batchOf('b'), batchOf('c')]) }] }, 'INVALID_BATCH'],
      [{ create: [1001], batches: [good] }, 'PARTITION_EXISTS'],
      [{ create: [0] }, 'UNKNOWN_PARTITION'],
      [{ batches: [good], startOffsets: [{ partition: 1000, offset: 2 }] }, 'OFFSET_OUT_OF_RANGE'],
      [{ batches: [good], remove: [7777] }, 'UNKNOWN_PARTITION'],
      [{ batches: [good], remove: [1001, 1001] }, 'UNKNOWN_PARTITION'],
    ]
    for (const [frame, code] of refusals) {
      expect(() => t.log.append(frame)).toThrow(expect.objectContaining({ code }))
    }
    await t.log.flush()
    expect(t.partition().nextOffset).toBe(0)
  })

  it('takes a partition that is created and filled in one frame', async () => {
    const { durable, baseOffsets } = t.log.append({
      create: [2000],
      batches: [{ partition: 2000, bytes: batchOf('a') }],
    })
    await durable
    expect(baseOffsets).toEqual([0])
    expect(await contents(t.partition(2000))).toEqual(['0:a'])
  })

  it('takes a partition that is created, filled and removed in one frame', async () => {
    await t.log.append({ create: [2000], batches: [{ partition: 2000, bytes: batchOf('a') }], remove: [2000] }).durable
    expect(t.log.partition(2000)).toBeUndefined()
    await t.append(batchOf('b'))
    expect(await contents(t.partition())).toEqual(['0:b'])
  })
}

/** Reading whole batches, and where reading ends. */
function reads(t: Fixture): void {
  it('reads whole batches from the one that holds the offset, within the limits', async () => {
    for (const text of ['ab', 'cd', 'ef', 'gh']) await t.append(batchOf(...text))
    const size = batchOf('a', 'b').length
    const read = (from: number, upTo: number, maxBytes: number, atLeastOne = true) =>
      t.partition().read({ from, upTo, maxBytes, atLeastOne })
    expect(await read(3, 8, 10 * size)).toMatchObject({ bytes: 3 * size, nextOffset: 8 })
    expect(await read(0, 3, 10 * size)).toMatchObject({ bytes: 2 * size, nextOffset: 4 })
    expect(await read(0, 8, 2 * size + 1)).toMatchObject({ bytes: 2 * size, nextOffset: 4 })
    expect(await read(0, 8, 1)).toMatchObject({ bytes: size, nextOffset: 2 })
    expect(await read(0, 8, 1, false)).toMatchObject({ bytes: 0, nextOffset: 0 })
    expect(await read(8, 8, 100)).toMatchObject({ bytes: 0, nextOffset: 8 })
  })

  it('refuses to read before the start and beyond the end', async () => {
    await t.append(batchOf('a', 'b'), batchOf('c'))
    await t.log.append({ startOffsets: [{ partition: 1000, offset: 2 }] }).durable
    const read = async (from: number) => t.partition().read({ from, upTo: 3, maxBytes: 100, atLeastOne: true })
    await expect(read(1)).rejects.toMatchObject({ code: 'OFFSET_OUT_OF_RANGE' })
    await expect(read(4)).rejects.toMatchObject({ code: 'OFFSET_OUT_OF_RANGE' })
    expect(await contents(t.partition())).toEqual(['2:c'])
  })

  it('never moves a start offset back', async () => {
    await t.append(batchOf('a'), batchOf('b'))
    await t.log.append({ startOffsets: [{ partition: 1000, offset: 2 }] }).durable
    await t.log.append({ startOffsets: [{ partition: 1000, offset: 1 }] }).durable
    expect(t.partition().startOffset).toBe(2)
    await t.append(batchOf('c'))
    expect(await contents(t.partition())).toEqual(['2:c'])
  })
}

/** Producers and transactions, from headers alone. */
function transactions(t: Fixture): void {
  it('holds the last stable offset at an open transaction until its marker is durable', async () => {
    await t.append(inTransaction(7, 0, 'a'), batchOf('b'))
    expect([t.partition().highWatermark, t.partition().lastStableOffset]).toEqual([2, 0])
    const ended = t.log.append({ batches: [{ partition: 1000, bytes: marker(7, true) }] })
    expect(t.partition().lastStableOffset).toBe(0)
    await ended.durable
    expect([t.partition().highWatermark, t.partition().lastStableOffset]).toEqual([3, 3])
    expect(t.partition().abortedTransactions(0, 3)).toEqual([])
  })

  it('lists the aborted transactions that overlap a range', async () => {
    await t.append(inTransaction(7, 0, 'a'), inTransaction(8, 0, 'b'), marker(7, false), batchOf('c'), marker(8, false))
    await t.append(batchOf('d'))
    const of7 = { producerId: 7, firstOffset: 0, lastOffset: 2 }
    const of8 = { producerId: 8, firstOffset: 1, lastOffset: 4 }
    expect(t.partition().abortedTransactions(0, 6)).toEqual([of7, of8])
    expect(t.partition().abortedTransactions(0, 1)).toEqual([of7])
    expect(t.partition().abortedTransactions(3, 6)).toEqual([of8])
    expect(t.partition().abortedTransactions(5, 6)).toEqual([])
  })

  it('knows the last five batches, the epoch and the open transaction of a producer', async () => {
    for (let sequence = 0; sequence < 7; sequence++) await t.append(inTransaction(7, sequence, 'x'))
    const entry = t.partition().producer(7)
    expect(entry).toMatchObject({ epoch: 0, transactionStart: 0, coordinatorEpoch: -1, lastTimestamp: START })
    expect(entry?.batches.map((batch) => [batch.firstSequence, batch.lastOffset])).toEqual([
      [2, 2],
      [3, 3],
      [4, 4],
      [5, 5],
      [6, 6],
    ])
    await t.append(marker(7, true))
    expect(t.partition().producer(7)).toMatchObject({ transactionStart: undefined, coordinatorEpoch: 3 })
    expect(t.partition().producer(8)).toBeUndefined()
    expect(t.partition().producers()).toHaveLength(1)
  })
}

/** Timestamps and sequence numbers. */
function times(t: Fixture): void {
  it('finds records by timestamp', async () => {
    const at = (delta: number): number => START + delta
    await t.append(
      buildBatch({ records: [{ timestamp: at(10) }, { timestamp: at(30) }] }),
      buildBatch({ records: [{ timestamp: at(20) }, { timestamp: at(40) }, { timestamp: at(35) }] }),
    )
    expect(await t.partition().offsetForTimestamp(at(0))).toMatchObject({ offset: 0, timestamp: at(10) })
    expect(await t.partition().offsetForTimestamp(at(11))).toMatchObject({ offset: 1, timestamp: at(30) })
    expect(await t.partition().offsetForTimestamp(at(31))).toMatchObject({ offset: 3, timestamp: at(40) })
    expect(await t.partition().offsetForTimestamp(at(41))).toBeUndefined()
    expect(await t.partition().maxTimestamp()).toMatchObject({ offset: 3, timestamp: at(40) })
    expect(await t.partition(1001).maxTimestamp()).toBeUndefined()
  })

  it.each([0, 1, 2, 3, 4])(
    'finds records by timestamp around one that cannot be read: compression %i',
    async (codec) => {
      await t.append(
        buildBatch({ records: [{ value: 'a' }], timestamp: START + 1 }),
        nonsense(codec, START + 100),
        buildBatch({ records: [{ value: 'b' }], timestamp: START + 50 }),
      )
      expect(await t.partition().offsetForTimestamp(START + 20)).toMatchObject({ offset: 2, timestamp: START + 50 })
      expect(await t.partition().offsetForTimestamp(START + 60)).toBeUndefined()
      expect(await t.partition().maxTimestamp()).toMatchObject({ offset: 2, timestamp: START + 50 })
    },
  )

  it('tells the sequence number of the frame that brought a record', async () => {
    const first = t.log.append({ batches: [{ partition: 1000, bytes: batchOf('a', 'b') }] })
    const second = t.log.append({ batches: [{ partition: 1000, bytes: batchOf('c') }] })
    await second.durable
    const found = await Promise.all([0, 1, 2, 3].map((offset) => t.partition().lsnAt(offset)))
    expect(found).toEqual([first.lsn, first.lsn, second.lsn, undefined])
  })
}

/** Retention by time and size, and what is counted. */
function retention(t: Fixture): void {
  it('deletes what is older than the retention time, by domain time', async () => {
    t.log.configure(1000, settings({ retentionMs: HOUR, segmentBytes: 150 }))
    await t.append(batchOf('a'.repeat(100)))
    await t.clocks.domain.advance(2 * HOUR)
    await t.append(buildBatch({ records: [{ value: 'new'.repeat(50) }], timestamp: t.clocks.domain.now() }))
    const report = await t.log.clean()
    expect(report.deletedSegments).toBeGreaterThan(0)
    expect(report.freedBytes).toBeGreaterThan(0)
    expect(t.partition().startOffset).toBe(1)
    expect(await contents(t.partition())).toEqual([`1:${'new'.repeat(50)}`])
  })

  it('deletes the oldest above the retention size', async () => {
    t.log.configure(1000, settings({ retentionBytes: 1000, segmentBytes: 200 }))
    for (let index = 0; index < 20; index++) await t.append(batchOf(String(index).padStart(100, '.')))
    await t.log.clean()
    expect(t.partition().startOffset).toBeGreaterThan(5)
    expect(t.partition().sizeBytes).toBeLessThan(1400)
    expect((await contents(t.partition())).at(-1)).toMatch(/^19:/)
  })

  it('counts frames and bytes', async () => {
    const before = t.log.stats()
    const bytes = batchOf('a')
    await t.append(bytes)
    const after = t.log.stats()
    expect(after.appendedFrames - before.appendedFrames).toBe(1)
    expect(after.appendedBytes - before.appendedBytes).toBeGreaterThanOrEqual(bytes.length)
    expect(after).toMatchObject({ partitions: 2, state: 'open', offlinePartitions: [] })
    expect(t.partition().sizeBytes).toBe(bytes.length)
  })
}

/** Compaction: the last value of each key. */
function compaction(t: Fixture): void {
  it('compacts to the last value of each key, and keeps the offsets', async () => {
    t.log.configure(1000, settings({ cleanup: { delete: false, compact: true } }))
    for (let index = 0; index < 12; index++) await t.append(keyed(`k${index % 3}`, `v${index}`))
    await t.append(keyed('filler', 'x'.repeat(500)), keyed('end', 'y'.repeat(500)), keyed('active', 'z'))
    await t.log.clean()
    const left = (await contents(t.partition())).filter((line) => line.includes(':k'))
    expect(left).toEqual(['9:k0=v9', '10:k1=v10', '11:k2=v11'])
    expect(t.partition().nextOffset).toBe(15)
  })

  it('keeps a tombstone until its delete horizon has passed', async () => {
    t.log.configure(1000, settings({ cleanup: { delete: false, compact: true } }))
    const filler = async (): Promise<void> => {
      for (let index = 0; index < 3; index++) await t.append(keyed('f', 'x'.repeat(500)))
    }
    await t.append(keyed('a', 'old'), keyed('a', null))
    await filler()
    await t.log.clean()
    expect((await contents(t.partition()))[0]).toBe('1:a=null')
    await t.clocks.domain.advance(2 * HOUR)
    await filler()
    await t.log.clean()
    expect((await contents(t.partition())).filter((line) => line.includes('a='))).toEqual([])
  })

  it.each([0, 1, 2, 3, 4])('compacts around a batch that cannot be read: compression %i', async (codec) => {
    t.log.configure(1000, settings({ cleanup: { delete: false, compact: true } }))
    await t.append(keyed('k1', 'old'), nonsense(codec), keyed('k1', 'new'), keyed('k2', 'x'))
    for (let index = 0; index < 3; index++) await t.append(keyed('f', 'x'.repeat(500)))
    expect((await t.log.clean()).compactedPartitions).toBe(1)
    const read = await t.partition().read({ from: 0, upTo: 4, maxBytes: 10_000, atLeastOne: true })
    const batches = Buffer.concat(read.chunks)
    expect(batches.readBigInt64BE(0)).toBe(1n)
    // Base offset and leader epoch are the log's; all else is left as it was.
    expect(batches.subarray(16, nonsense(codec).length)).toEqual(nonsense(codec).subarray(16))
    expect((await contents(t.partition(), 2)).slice(0, 2)).toEqual(['2:k1=new', '3:k2=x'])
  })

  it('drops the records of aborted transactions when it compacts', async () => {
    t.log.configure(1000, settings({ cleanup: { delete: false, compact: true } }))
    await t.append(keyed('a', 'first'), inTransaction(7, 0, 'a'), marker(7, false))
    for (let index = 0; index < 3; index++) await t.append(keyed('f', 'x'.repeat(500)))
    await t.log.clean()
    expect((await contents(t.partition())).filter((line) => line.includes(':a='))).toEqual(['0:a=first'])
  })
}
