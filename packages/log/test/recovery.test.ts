import { seededRandom, virtualClocks } from '@millrace/kernel'
import { type SimulatedDisk, simulatedDisk } from '@millrace/testkit'
import { describe, expect, it } from 'vitest'
import {
  type DiskLog,
  type LogLimits,
  type RecoveryCaseName,
  RECOVERY_CASES,
  buildBatch,
  openLog,
} from '../src/index.ts'
import { START, batchOf, contents } from './contract.ts'

const USER = 1000
const PLATFORM = 1

const LIMITS: Partial<LogLimits> = {
  reserveBytes: 100,
  freeBytes: 100,
  retentionIntervalMs: 0,
  compactionIntervalMs: 0,
  tailBytes: 0,
  chunkBytes: 512,
}

interface Opened {
  readonly log: DiskLog
  readonly found: RecoveryCaseName[]
}

async function open(disk: SimulatedDisk, limits: Partial<LogLimits> = {}): Promise<Opened> {
  const found: RecoveryCaseName[] = []
  const log = await openLog({
    disk: disk.mount(),
    clocks: virtualClocks(START),
    random: seededRandom(7),
    limits: { ...LIMITS, ...limits },
    onRecovery: (event) => found.push(event.found),
  })
  return { log, found }
}

const write = (log: DiskLog, value: string, partition = USER): Promise<void> =>
  log.append({ batches: [{ partition, bytes: batchOf(value) }] }).durable

/** A log with a user's and a platform's partition, and three records in each; then the process is killed. */
async function killedLog(limits: Partial<LogLimits> = {}): Promise<SimulatedDisk> {
  const disk = simulatedDisk(1)
  const { log } = await open(disk, limits)
  await log.append({ create: [USER, PLATFORM] }).durable
  for (const value of ['a', 'b', 'c']) {
    await write(log, value)
    await write(log, value, PLATFORM)
  }
  disk.kill()
  return disk
}

/** The same after a clean stop: everything is in segments, and nothing but the checkpoint is needed. */
async function stoppedLog(): Promise<SimulatedDisk> {
  const disk = await killedLog()
  const { log } = await open(disk)
  await log.close()
  return disk
}

const only = (disk: SimulatedDisk, pattern: RegExp): string => {
  const [path, ...more] = disk.paths().filter((name) => pattern.test(name))
  expect(path, `${pattern} of ${disk.paths().join(' ')}`).toBeDefined()
  expect(more).toEqual([])
  return path as string
}

const refused = async (disk: SimulatedDisk): Promise<{ code: string; message: string }> =>
  open(disk).then(
    () => ({ code: 'STARTED', message: '' }),
    (error: { code: string; message: string }) => error,
  )

const all = ['0:a', '1:b', '2:c']
const read = async (log: DiskLog, partition = USER): Promise<string[]> =>
  contents(log.partition(partition) as NonNullable<ReturnType<DiskLog['partition']>>)

/** One test a row: the compiler sees to it that none is missing. */
const rows: Record<RecoveryCaseName, () => Promise<void>> = {
  'new-log': async () => {
    const { log, found } = await open(simulatedDisk(1))
    expect([found, log.durableLsn, log.partitions()]).toEqual([['new-log'], 0, []])
  },

  'clean-end': async () => {
    const { log, found } = await open(await killedLog())
    expect(found).toEqual(['clean-end'])
    expect([await read(log), await read(log, PLATFORM)]).toEqual([all, all])
    await write(log, 'd')
    expect(await read(log)).toEqual([...all, '3:d'])
  },

  'torn-tail': async () => {
    const disk = await killedLog()
    const path = only(disk, /\.wal$/)
    disk.cut(path, disk.content(path).length - 3)
    const { log, found } = await open(disk)
    expect(found).toEqual(['torn-tail'])
    expect([await read(log), await read(log, PLATFORM)]).toEqual([all, all.slice(0, 2)])
    expect(only(disk, /^torn\//)).toMatch(/-0000000000000001\.wal$/)
  },

  'wal-damaged': async () => {
    const disk = await killedLog()
    const path = only(disk, /\.wal$/)
    disk.flipBit(path, 300)
    const { code, message } = await refused(disk)
    expect(code).toBe('LOG_DAMAGED')
    expect(message).toMatch(/wal\/0+1\.wal at byte \d+: frame \d+ is wrong.*backup/)
  },

  'wal-header-damaged': async () => {
    const disk = await killedLog()
    disk.flipBit(only(disk, /\.wal$/), 10)
    expect((await refused(disk)).message).toMatch(/wal-header-damaged/)
  },

  'wal-file-missing': async () => {
    const disk = await killedLog({ walFileBytes: 400 })
    const paths = disk.paths().filter((path) => path.endsWith('.wal'))
    expect(paths.length).toBeGreaterThan(2)
    await disk.remove(paths[1] as string)
    expect((await refused(disk)).message).toMatch(/frames \d+ to \d+ are not there \(wal-file-missing/)
  },

  'checkpoint-damaged': async () => {
    const disk = await stoppedLog()
    const { log: second } = await open(disk)
    await write(second, 'd')
    await second.close()
    const newest = disk.paths().findLast((path) => path.endsWith('.checkpoint')) as string
    disk.flipBit(newest, 30)
    const { log, found } = await open(disk)
    expect(found).toContain('checkpoint-damaged')
    expect(await read(log)).toEqual([...all, '3:d'])
  },

  'checkpoints-lost': async () => {
    const disk = await stoppedLog()
    for (const path of disk.paths()) if (/wal|checkpoint$/.test(path)) await disk.remove(path)
    expect((await refused(disk)).message).toMatch(/checkpoints-lost/)
  },

  'user-segment-damaged': async () => {
    const disk = await stoppedLog()
    disk.cut(only(disk, /^partitions\/1000\/.*\.log$/), 5)
    const { log, found } = await open(disk)
    expect(found).toContain('user-segment-damaged')
    const offline = expect.objectContaining({ code: 'PARTITION_OFFLINE', message: expect.stringMatching(/byte 5/) })
    await expect(read(log)).rejects.toThrow(offline)
    expect(() => log.append({ batches: [{ partition: USER, bytes: batchOf('d') }] })).toThrow(offline)
    expect(log.stats().offlinePartitions).toEqual([USER])
    expect(await read(log, PLATFORM)).toEqual(all)
    // Deleting the topic is the way on.
    await log.append({ remove: [USER] }).durable
  },

  'platform-segment-damaged': async () => {
    const disk = await stoppedLog()
    await disk.remove(only(disk, /^partitions\/1\/.*\.log$/))
    expect(await refused(disk)).toMatchObject({ code: 'LOG_DAMAGED', message: expect.stringMatching(/is missing/) })
  },

  'index-damaged': async () => {
    const disk = await stoppedLog()
    disk.replace(only(disk, /^partitions\/1000\/.*\.index$/), Buffer.alloc(48, 9))
    await disk.remove(only(disk, /^partitions\/1\/.*\.index$/))
    const { log } = await open(disk)
    expect([await read(log), await read(log, PLATFORM)]).toEqual([all, all])
  },

  'orphan-files': async () => {
    const disk = await stoppedLog()
    for (const path of ['partitions/1000/00000000000000000000.5.log', 'partitions/4444/x.log']) {
      await disk.open(path, { create: true })
    }
    const { found } = await open(disk)
    expect(found.filter((name) => name === 'orphan-files')).toHaveLength(2)
    expect(disk.paths().filter((path) => /\.5\.log|4444/.test(path))).toEqual([])
  },

  'newer-format': async () => {
    const disk = await killedLog()
    const path = only(disk, /\.wal$/)
    const content = disk.content(path)
    content[4] = 9
    const { crc32 } = await import('node:zlib')
    content.writeUInt32BE(crc32(content.subarray(0, 21)), 21)
    disk.replace(path, content)
    expect(await refused(disk)).toMatchObject({ code: 'UNKNOWN_FORMAT', message: expect.stringMatching(/format 9/) })
  },
}

describe('recovery', () => {
  it.each(Object.entries(rows))('%s is handled as the table says', async (name, row) => {
    expect(RECOVERY_CASES).toHaveProperty(name)
    await row()
  })

  it('loses nothing but the last frame wherever its bytes are cut', async () => {
    const whole = await killedLog()
    const path = only(whole, /\.wal$/)
    const bytes = whole.content(path)
    const last = bytes.length - batchOf('c').length - 40 - 12
    for (let size = last; size < bytes.length; size++) {
      const disk = await killedLog()
      disk.cut(path, size)
      const { log, found } = await open(disk)
      expect(found).toEqual([size - last < 12 ? 'clean-end' : 'torn-tail'])
      expect([await read(log), await read(log, PLATFORM)]).toEqual([all, all.slice(0, 2)])
      await write(log, 'again', PLATFORM)
      expect((await read(log, PLATFORM)).at(-1)).toBe('2:again')
    }
  })

  it('meets a flipped bit anywhere in the write-ahead log with a refusal or without loss', async () => {
    const size = (await killedLog()).content('wal/0000000000000001.wal').length
    for (let at = 0; at < size; at++) {
      const disk = await killedLog()
      disk.flipBit('wal/0000000000000001.wal', at, at % 8)
      const outcome = await open(disk).then(
        async ({ log }) => [...(await read(log)), ...(await read(log, PLATFORM))],
        (error: { code: string }) => error.code,
      )
      // The last frames are above the mark that later frames carry: there a flipped bit looks like a torn tail.
      const fine = [[...all, ...all], [...all, ...all.slice(0, 2)], 'LOG_DAMAGED', 'UNKNOWN_FORMAT']
      expect(fine).toContainEqual(outcome)
    }
  })

  it('does not take damage to the last frames for a torn tail once the log has been idle', async () => {
    const disk = simulatedDisk(1)
    const clocks = virtualClocks(START)
    const log = await openLog({ disk: disk.mount(), clocks, random: seededRandom(7), limits: LIMITS })
    await log.append({ create: [USER] }).durable
    await write(log, 'a')
    clocks.liveness.advance(1000)
    await log.flush()
    disk.kill()
    disk.flipBit('wal/0000000000000001.wal', 64 + 52 + 60)
    expect((await refused(disk)).message).toMatch(/wal-damaged/)
  })

  it('takes a partition offline when a read meets damage', async () => {
    const disk = await stoppedLog()
    disk.flipBit(only(disk, /^partitions\/1000\/.*\.log$/), 100)
    const { log } = await open(disk)
    const offline = { code: 'PARTITION_OFFLINE', message: expect.stringMatching(/partitions\/1000\/.*damaged at byte/) }
    await expect(read(log)).rejects.toMatchObject(offline)
    expect(log.stats().offlinePartitions).toEqual([USER])
    expect(await read(log, PLATFORM)).toEqual(all)
  })
})

describe('a failing disk', () => {
  it('stops all writes after a failed sync, and goes on serving the durable prefix', async () => {
    const disk = simulatedDisk(3)
    const { log } = await open(disk)
    await log.append({ create: [USER] }).durable
    await write(log, 'a')
    disk.failSync()
    const stopped = { code: 'LOG_STOPPED' }
    await expect(write(log, 'b')).rejects.toMatchObject(stopped)
    disk.mend()
    expect(() => log.append({ batches: [{ partition: USER, bytes: batchOf('c') }] })).toThrow(
      expect.objectContaining(stopped),
    )
    await expect(log.flush()).rejects.toMatchObject(stopped)
    expect(log.stats().state).toBe('stopped')
    expect(await read(log)).toEqual(['0:a'])
    await log.close()
  })

  it('refuses batches on a full disk, and takes them again when there is room', async () => {
    const disk = simulatedDisk(4, { capacityBytes: 60_000 })
    const { log } = await open(disk, { reserveBytes: 20_000, freeBytes: 5000, flushBytes: 1000, segmentBytes: 4000 })
    await log.append({ create: [USER, USER + 1] }).durable
    const big = buildBatch({ records: [{ value: Buffer.alloc(2000) }] })
    const acknowledged: number[] = []
    const fill = async (): Promise<string> => {
      for (let index = 0; index < 50; index++) {
        const { baseOffsets, durable } = log.append({ batches: [{ partition: USER, bytes: big }] })
        await durable
        acknowledged.push(baseOffsets[0] as number)
      }
      return 'never full'
    }
    await expect(fill()).rejects.toMatchObject({ code: 'DISK_FULL' })
    expect(log.stats().state).toBe('full')
    const partition = log.partition(USER) as NonNullable<ReturnType<DiskLog['partition']>>
    expect(partition.highWatermark).toBe(acknowledged.length)
    expect(await read(log)).toHaveLength(acknowledged.length)
    disk.capacityBytes += 60_000
    await log.clean()
    expect(log.stats().state).toBe('open')
    await write(log, 'again')
    disk.crash()
    const again = await open(disk, { reserveBytes: 100, freeBytes: 100 })
    expect(await read(again.log)).toHaveLength(acknowledged.length + 1)
  })

  it('syncs once for all frames that wait together', async () => {
    const disk = simulatedDisk(5)
    const { log } = await open(disk)
    await log.append({ create: [USER] }).durable
    const before = disk.syncCalls
    await Promise.all(Array.from({ length: 100 }, (_, index) => write(log, `${index}`)))
    expect(disk.syncCalls - before).toBeLessThanOrEqual(2)
    for (let index = 0; index < 10; index++) await write(log, 'alone')
    expect(disk.syncCalls - before).toBeGreaterThanOrEqual(10)
  })
})
