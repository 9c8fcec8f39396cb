import { type Disk, below, seededRandom, virtualClocks } from '@millrace/kernel'
import { memoryDisk, simulatedDisk } from '@millrace/testkit'
import { expect, it } from 'vitest'
import { type DiskLog, type LogPartition, type LogSnapshot, openLog } from '../src/index.ts'
import { START, batchOf, contents, settings } from './contract.ts'

const LIMITS = {
  flushBytes: 300,
  tailBytes: 1000,
  chunkBytes: 512,
  indexIntervalBytes: 150,
  walFileBytes: 3000,
  checkpointBytes: 5000,
  reserveBytes: 0,
  freeBytes: 0,
  retentionIntervalMs: 0,
  compactionIntervalMs: 0,
}

const open = (disk: Disk): Promise<DiskLog> =>
  openLog({ disk, clocks: virtualClocks(START), random: seededRandom(1), limits: LIMITS })

async function copy(snapshot: LogSnapshot): Promise<Disk> {
  const to = memoryDisk()
  for (const { path, bytes } of snapshot.files) {
    const from = await snapshot.open(path)
    const content = await from.read(0, bytes)
    await from.close()
    expect([path, content.length]).toEqual([path, bytes])
    await (await to.open(path, { create: true })).writeAndSync(0, [content])
  }
  return to
}

it.each([1, 2, 3, 4, 5])('a copy has all that was durable, whatever goes on meanwhile: seed %i', async (seed) => {
  const random = seededRandom(seed)
  const log = await open(simulatedDisk(seed).mount())
  await log.append({ create: [1000, 1001, 1002] }).durable
  log.configure(1001, settings({ segmentBytes: 400, cleanup: { delete: false, compact: true } }))
  log.configure(1002, settings({ segmentBytes: 400, retentionBytes: 1000 }))
  let count = 0
  const some = async (frames: number): Promise<void> => {
    for (let index = 0; index < frames; index++) {
      const text = `${count++}${'.'.repeat(below(random, 200))}`
      // One frame for two partitions: a copy has both parts or none.
      const batches = [1000, 1001 + below(random, 2)].map((partition) => ({ partition, bytes: batchOf(text) }))
      await log.append({ batches }).durable
      if (below(random, 10) === 0) await log.clean()
    }
  }
  await some(80)
  const { durableLsn } = log
  const before = await contents(log.partition(1000) as LogPartition)
  const writing = some(40).catch(() => undefined)
  const snapshot = await log.snapshot()
  expect(snapshot.lsn).toBeGreaterThanOrEqual(durableLsn)
  await log.append({ remove: [1002] }).durable
  const removing = log.append({ create: [1003] }).durable
  const copied = await copy(snapshot)
  snapshot.release()
  await Promise.all([writing, removing])
  const restored = await open(copied)
  expect(restored.durableLsn).toBeGreaterThanOrEqual(snapshot.lsn)
  expect((await contents(restored.partition(1000) as LogPartition)).slice(0, before.length)).toEqual(before)
  const next = [1001, 1002].reduce((sum, number) => sum + (restored.partition(number)?.nextOffset ?? 0), 0)
  expect(next).toBe(restored.partition(1000)?.nextOffset)
  expect(restored.stats().offlinePartitions).toEqual([])
  await restored.close()
  await log.close()
})

it('puts deletes off until it is released', async () => {
  const disk = memoryDisk()
  const log = await open(disk.mount())
  await log.append({ create: [1000] }).durable
  for (let index = 0; index < 20; index++)
    await log.append({ batches: [{ partition: 1000, bytes: batchOf('x'.repeat(200)) }] }).durable
  const snapshot = await log.snapshot()
  await log.append({ remove: [1000] }).durable
  await log.checkpoint()
  for (const { path } of snapshot.files) expect(disk.paths()).toContain(path)
  snapshot.release()
  await log.settled()
  expect(disk.paths().filter((path) => path.startsWith('partitions/'))).toEqual([])
  await log.close()
})
