import { seededRandom, virtualClocks } from '@millrace/kernel'
import { type SimulatedDisk, memoryDisk } from '@millrace/testkit'
import { beforeEach, describe, expect, it } from 'vitest'
import { type DiskLog, buildBatch, openLog, verifyLog } from '../src/index.ts'
import { START, settings } from './contract.ts'

const LIMITS = {
  flushBytes: 300,
  tailBytes: 1000,
  walFileBytes: 3000,
  checkpointBytes: 20_000,
  reserveBytes: 0,
  freeBytes: 0,
  retentionIntervalMs: 0,
  compactionIntervalMs: 0,
}

describe('verifying a log', () => {
  let disk: SimulatedDisk
  let log: DiskLog
  const put = (partition: number, key: string, text: string): Promise<void> => {
    const bytes = buildBatch({ records: [{ key, value: text }], timestamp: START })
    return log.append({ batches: [{ partition, bytes }] }).durable
  }

  beforeEach(async () => {
    disk = memoryDisk()
    log = await openLog({ disk: disk.mount(), clocks: virtualClocks(START), random: seededRandom(1), limits: LIMITS })
    await log.append({ create: [1000, 1001, 1002] }).durable
    log.configure(1001, settings({ cleanup: { delete: false, compact: true } }))
    for (let index = 0; index < 60; index++) await put(1000 + (index % 2), `k${index % 3}`, 'x'.repeat(100))
    await log.checkpoint()
  })

  it('finds nothing wrong with a whole one, while it runs and afterwards', async () => {
    await put(1002, 'k', 'after the checkpoint')
    const running = await verifyLog(disk)
    expect(running).toMatchObject({ problems: [], partitions: 3, batches: 60, lastLsn: log.durableLsn })
    await log.close()
    expect((await verifyLog(disk)).problems).toEqual([])
  })

  it('takes no delete for damage', async () => {
    await log.clean()
    await log.append({ remove: [1002] }).durable
    await log.append({ startOffsets: [{ partition: 1000, offset: 20 }] }).durable
    await log.settled()
    expect((await verifyLog(disk)).problems).toEqual([])
    await log.close()
  })

  it.each([
    ['a flipped bit in a batch', /1000\/.*\.log$/, (path: string) => disk.flipBit(path, 80), /CRC of offset 0/],
    ['a cut segment', /1001\/.*\.log$/, (path: string) => disk.cut(path, 90), /no whole batch|batches/],
    ['a sequence number that is another', /1000\/.*\.lsn$/, (path: string) => disk.flipBit(path, 15), /ends elsewhere/],
    ['a flipped bit in a durable frame', /^wal\/\d+\.wal$/, (path: string) => disk.flipBit(path, 120), /is wrong, and/],
    ['a damaged checkpoint', /\.checkpoint$/, (path: string) => disk.flipBit(path, 30), /checksum/],
  ])('names %s', async (_, pattern, damage, text) => {
    const path = disk.paths().find((each) => pattern.test(each)) as string
    damage(path)
    const { problems } = await verifyLog(disk)
    expect(problems[0]).toMatchObject({ path, what: expect.stringMatching(text) as string })
  })

  it('names a missing segment', async () => {
    const path = disk.paths().find((each) => each.endsWith('.log')) as string
    await disk.remove(path)
    expect((await verifyLog(disk)).problems).toEqual([{ path, position: 0, what: 'it is missing' }])
  })
})
