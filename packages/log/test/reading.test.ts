import { seededRandom, virtualClocks } from '@millrace/kernel'
import { memoryDisk } from '@millrace/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DiskLog, type LogPartition, buildBatch, openLog } from '../src/index.ts'
import { START, batchOf } from './contract.ts'
import { type HeldReads, heldReads } from './held-reads.ts'

const PARTITION = 1000
/** Three frames of one small batch fill a chunk of memory; nothing is kept there that is in a file. */
const LIMITS = {
  chunkBytes: 512,
  tailBytes: 0,
  retentionIntervalMs: 0,
  compactionIntervalMs: 0,
  reserveBytes: 0,
  freeBytes: 0,
}

describe('reading from files while they grow', () => {
  let held: HeldReads
  let log: DiskLog
  const partition = (): LogPartition => log.partition(PARTITION) as LogPartition
  const append = async (...values: string[]): Promise<void> => {
    for (const value of values)
      await log.append({ batches: [{ partition: PARTITION, bytes: batchOf(...value) }] }).durable
  }

  beforeEach(async () => {
    held = heldReads(memoryDisk().mount(), /\.log$/)
    log = await openLog({ disk: held.disk, clocks: virtualClocks(START), random: seededRandom(1), limits: LIMITS })
    await log.append({ create: [PARTITION] }).durable
    await append('ab', 'cd', 'ef', 'gh')
    await log.checkpoint()
  })
  afterEach(() => log.close())

  it('gives everything up to the end though the file grows during the read', async () => {
    await append('ij')
    const waits = held.hold()
    const read = partition().read({ from: 3, upTo: 10, maxBytes: 10_000, atLeastOne: true })
    await waits
    await log.checkpoint()
    held.release()
    expect(await read).toMatchObject({ bytes: 4 * batchOf('a', 'b').length, nextOffset: 10 })
  })

  it('gives everything up to the end though batches leave the memory during the read', async () => {
    await append('ij')
    const waits = held.hold()
    const read = partition().read({ from: 3, upTo: 16, maxBytes: 10_000, atLeastOne: true })
    await waits
    await append('kl', 'mn', 'op', 'qr')
    await log.checkpoint()
    held.release()
    // The durable end was 10 when the read began: it goes no further.
    expect(await read).toMatchObject({ bytes: 4 * batchOf('a', 'b').length, nextOffset: 10 })
    expect(await partition().read({ from: 3, upTo: 16, maxBytes: 10_000, atLeastOne: true })).toMatchObject({
      bytes: 7 * batchOf('a', 'b').length,
      nextOffset: 16,
    })
  })
})

describe('reading a batch that is larger than what may be read', () => {
  let log: DiskLog
  const big = buildBatch({ records: [{ value: 'x'.repeat(150_000) }], timestamp: START })
  const partition = (): LogPartition => log.partition(PARTITION) as LogPartition

  beforeEach(async () => {
    const clocks = virtualClocks(START)
    log = await openLog({ disk: memoryDisk(), clocks, random: seededRandom(1), limits: LIMITS })
    await log.append({ create: [PARTITION] }).durable
    for (const bytes of [big, big, big]) await log.append({ batches: [{ partition: PARTITION, bytes }] }).durable
    await log.checkpoint()
  })
  afterEach(() => log.close())

  it('gives nothing when it need not, and takes no partition offline', async () => {
    for (const maxBytes of [0, 1, 30_000, 100_000]) {
      expect(await partition().read({ from: 0, upTo: 3, maxBytes, atLeastOne: false })).toMatchObject({ bytes: 0 })
    }
    expect(log.stats().offlinePartitions).toEqual([])
  })

  it('gives one whole batch when there has to be one', async () => {
    for (const from of [0, 1]) {
      const read = await partition().read({ from, upTo: 3, maxBytes: 1, atLeastOne: true })
      expect(read).toMatchObject({ bytes: big.length, nextOffset: from + 1 })
    }
  })
})
