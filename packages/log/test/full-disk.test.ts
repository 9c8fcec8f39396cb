import { seededRandom, virtualClocks } from '@millrace/kernel'
import { type SimulatedDisk, simulatedDisk } from '@millrace/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DiskLog, type LogPartition, openLog } from '../src/index.ts'
import { START, batchOf, contents } from './contract.ts'

const KB = 1024
const LIMITS = {
  retentionIntervalMs: 0,
  compactionIntervalMs: 0,
  reserveBytes: 64 * KB,
  freeBytes: 64 * KB,
  flushBytes: 8 * KB,
  tailBytes: 8 * KB,
  chunkBytes: 8 * KB,
  walFileBytes: 32 * KB,
  checkpointBytes: 64 * KB,
  segmentBytes: 16 * KB,
}

describe('a disk that is full', () => {
  let disk: SimulatedDisk
  let log: DiskLog
  const clocks = virtualClocks(START)
  const open = (): Promise<DiskLog> => openLog({ disk: disk.mount(), clocks, random: seededRandom(1), limits: LIMITS })
  const big = (number: number, text = 'x'): Promise<void> =>
    log.append({ batches: [{ partition: number, bytes: batchOf(text.repeat(2 * KB)) }] }).durable

  beforeEach(async () => {
    disk = simulatedDisk(1, { capacityBytes: 1024 * KB })
    log = await open()
    await log.append({ create: [1, 1000, 1001] }).durable
    await big(1001, 'kept')
  })
  afterEach(() => log.close())

  /** Appends until the log says no; gives what it says. */
  async function fill(): Promise<unknown> {
    for (let count = 0; count < 1000; count++) {
      try {
        await big(1000)
      } catch (error) {
        return error
      }
    }
    return undefined
  }

  it('refuses batches, gives what it has, and takes batches again when a topic was deleted', async () => {
    expect(await fill()).toMatchObject({ code: 'DISK_FULL' })
    expect(() => log.append({ batches: [{ partition: 1001, bytes: batchOf('x') }] })).toThrow(/free some space/)
    expect(await contents(log.partition(1001) as LogPartition)).toEqual([`0:${'kept'.repeat(2 * KB)}`])
    // A topic goes as the catalogue deletes it: a record that says so, and its partitions, in one frame.
    await log.append({ batches: [{ partition: 1, bytes: batchOf('gone') }], remove: [1000] }).durable
    await log.settled()
    expect(log.stats().state).toBe('open')
    await big(1001, 'more')
    expect(await contents(log.partition(1001) as LogPartition)).toHaveLength(2)
  })

  it('takes batches again when records were deleted', async () => {
    expect(await fill()).toMatchObject({ code: 'DISK_FULL' })
    const { highWatermark } = log.partition(1000) as LogPartition
    await log.append({ startOffsets: [{ partition: 1000, offset: highWatermark }] }).durable
    await log.settled()
    expect(log.stats().state).toBe('open')
    await big(1000)
  })

  it('still deletes after a restart on the full disk', async () => {
    expect(await fill()).toMatchObject({ code: 'DISK_FULL' })
    disk.kill()
    // Somebody else takes what is left.
    disk.capacityBytes = disk.usedBytes()
    log = await open()
    await log.append({ remove: [1000] }).durable
    await log.settled()
    expect(log.stats().state).toBe('open')
    await big(1001)
  })

  it('waits with what it has taken when there is no room at all, and goes on when there is some', async () => {
    disk.capacityBytes = 0
    const seen = { acknowledged: 0 }
    const waiting = Array.from({ length: 30 }, () => big(1000).then(() => seen.acknowledged++))
    for (let turn = 0; turn < 50; turn++) await disk.turn()
    expect(seen.acknowledged).toBeLessThan(30)
    expect(log.stats().state).toBe('full')
    expect(await contents(log.partition(1001) as LogPartition)).toHaveLength(1)
    disk.capacityBytes = 2048 * KB
    for (let turn = 0; turn < 1000 && seen.acknowledged < 30; turn++) {
      clocks.liveness.advance(100)
      await disk.turn()
    }
    await Promise.all(waiting)
    expect((log.partition(1000) as LogPartition).highWatermark).toBe(30)
    // Who is refused makes the log look again.
    clocks.liveness.advance(2000)
    expect(() => log.append({ batches: [{ partition: 1000, bytes: batchOf('x') }] })).toThrow(/free some space/)
    for (let turn = 0; turn < 100 && log.stats().state === 'full'; turn++) await disk.turn()
    await big(1000)
  })
})
