import { seededRandom, virtualClocks } from '@millrace/kernel'
import { memoryDisk } from '@millrace/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DiskLog, type LogPartition, type PartitionSettings, buildBatch, openLog } from '../src/index.ts'
import { HOUR, START, contents, settings } from './contract.ts'

const PARTITION = 1000
const COMPACTED: Partial<PartitionSettings> = { cleanup: { delete: false, compact: true } }

describe('rounds that timers run', () => {
  const clocks = { current: virtualClocks(START) }
  let log: DiskLog
  const now = (): number => clocks.current.domain.now()
  const partition = (): LogPartition => log.partition(PARTITION) as LogPartition
  const put = (key: string, value: string): Promise<void> => {
    const bytes = buildBatch({ records: [{ key, value }], timestamp: now() })
    return log.append({ batches: [{ partition: PARTITION, bytes }] }).durable
  }
  const advance = async (ms: number): Promise<void> => {
    await clocks.current.domain.advance(ms)
    await log.cleaned()
  }

  beforeEach(async () => {
    clocks.current = virtualClocks(START)
    const limits = { reserveBytes: 0, freeBytes: 0 }
    log = await openLog({ disk: memoryDisk(), clocks: clocks.current, random: seededRandom(1), limits })
    await log.append({ create: [PARTITION] }).durable
  })
  afterEach(() => log.close())

  it('compact a partition within seconds of its new bytes', async () => {
    log.configure(PARTITION, settings({ ...COMPACTED, segmentBytes: 100 }))
    for (const value of ['1', '2', '3', '4', '5', '6', '7', '8']) await put('key', value)
    await advance(5000)
    expect(await contents(partition())).toEqual(['6:key=7', '7:key=8'])
  })

  it('wait for the dirty ratio, but not longer than the longest lag', async () => {
    const rare = { minCleanableDirtyRatio: 0.9, maxCompactionLagMs: HOUR }
    log.configure(PARTITION, settings({ ...COMPACTED, ...rare, segmentBytes: 2000 }))
    for (let index = 0; index < 20; index++) await put(`key${index}`, 'x'.repeat(200))
    await advance(5000)
    const before = partition().sizeBytes
    for (let index = 0; index < 10; index++) await put('key1', 'x'.repeat(200))
    await advance(60_000)
    const dirty = partition().sizeBytes
    expect(dirty).toBeGreaterThan(before)
    await advance(HOUR)
    expect(partition().sizeBytes).toBeLessThan(dirty)
  })

  it('end the newest segment of a compacted partition in time for the longest lag', async () => {
    log.configure(PARTITION, settings({ ...COMPACTED, segmentBytes: 1e6, maxCompactionLagMs: 1000 }))
    await put('key', 'old')
    await put('key', 'older than a second')
    await clocks.current.domain.advance(1001)
    await put('key', 'new')
    await advance(5000)
    expect(await contents(partition())).toEqual(['1:key=older than a second', '2:key=new'])
  })

  it('delete a segment when it gets too old, and do nothing in between', async () => {
    log.configure(PARTITION, settings({ retentionMs: 1000 * HOUR, segmentBytes: 100 }))
    await put('a', '1')
    await advance(999 * HOUR)
    await put('b', '2')
    expect(await contents(partition())).toEqual(['0:a=1', '1:b=2'])
    await advance(2 * HOUR)
    expect(await contents(partition())).toEqual(['1:b=2'])
    await advance(100_000 * HOUR)
    expect(clocks.current.domain.next()).toBeUndefined()
  })
})
