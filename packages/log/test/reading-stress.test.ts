import { type Disk, type Random, below, seededRandom, virtualClocks } from '@millrace/kernel'
import { simulatedDisk, tempDir } from '@millrace/testkit'
import { expect, it } from 'vitest'
import { type DiskLog, type LogPartition, buildBatch, checkBatch, nodeDisk, openLog } from '../src/index.ts'
import { START, settings } from './contract.ts'

const PARTITIONS = [1000, 1001, 1002, 1003, 1004, 1005]
const BATCHES = 240
const LIMITS = {
  flushBytes: 50_000,
  tailBytes: 100_000,
  chunkBytes: 64 * 1024,
  indexIntervalBytes: 4096,
  walFileBytes: 1_000_000,
  checkpointBytes: 2_000_000,
  openFileCount: 5,
  reserveBytes: 0,
  freeBytes: 0,
  retentionIntervalMs: 0,
  compactionIntervalMs: 0,
}

async function write(log: DiskLog, random: Random): Promise<void> {
  const waiting: Promise<void>[] = []
  for (let count = 0; count < BATCHES; count++) {
    const partition = PARTITIONS[below(random, PARTITIONS.length)] as number
    // Batches of some bytes and of more than any window, side by side.
    const recordBytes = [50, 1000, 10_000, 90_000][below(random, 4)] as number
    const records = Array.from({ length: 1 + below(random, 3) }, () => ({ value: Buffer.alloc(recordBytes, 'x') }))
    waiting.push(log.append({ batches: [{ partition, bytes: buildBatch({ records, timestamp: START }) }] }).durable)
    if (below(random, 4) === 0) await waiting.at(-1)
  }
  await Promise.all(waiting)
}

/** Reads a partition from its start, as a consumer does whose answers have room for much, little and nothing. */
async function consume(partition: LogPartition, random: Random, written: () => boolean): Promise<number> {
  let from = 0
  while (!written() || from < partition.highWatermark) {
    const maxBytes = [0, 500, 30_000, 70_000, 1_000_000][below(random, 5)] as number
    const atLeastOne = below(random, 3) > 0
    const upTo = partition.highWatermark
    const read = await partition.read({ from, upTo, maxBytes, atLeastOne })
    for (const chunk of read.chunks) from = checkChunk(chunk, from)
    expect(read.nextOffset).toBe(from)
    if (maxBytes === 1_000_000 && read.bytes < 500_000) expect(from).toBe(upTo)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return from
}

/** Every batch is whole and right, and follows the one before. */
function checkChunk(chunk: Buffer, from: number): number {
  let next = from
  for (let at = 0; at < chunk.length; at += chunk.readInt32BE(at + 8) + 12) {
    const header = checkBatch(chunk.subarray(at, at + chunk.readInt32BE(at + 8) + 12))
    expect(header.baseOffset).toBe(next)
    next = header.nextOffset
  }
  return next
}

async function stress(disk: Disk, seed: number): Promise<void> {
  const log = await openLog({ disk, clocks: virtualClocks(START), random: seededRandom(seed), limits: LIMITS })
  await log.append({ create: PARTITIONS }).durable
  for (const number of PARTITIONS) log.configure(number, settings({ segmentBytes: 300_000 }))
  let done = false
  const readAll = (first: number): Promise<number[]> =>
    Promise.all(
      PARTITIONS.map((number, index) =>
        consume(log.partition(number) as LogPartition, seededRandom(seed * 100 + first + index), () => done),
      ),
    )
  const early = readAll(0)
  await write(log, seededRandom(seed))
  done = true
  // Who comes right afterwards reads files that are still being written behind.
  const late = readAll(50)
  const ends = PARTITIONS.map((number) => log.partition(number)?.nextOffset)
  expect([await early, await late]).toEqual([ends, ends])
  expect(log.stats()).toMatchObject({ state: 'open', offlinePartitions: [] })
  await log.close()
}

it.each([1, 2, 3])('gives every batch to who reads while it is written, over a simulated disk: seed %i', (seed) =>
  stress(simulatedDisk(seed).mount(), seed),
)

it('gives every batch to who reads while it is written, on the machine', async () => {
  using directory = tempDir()
  const disk = await nodeDisk(directory.path)
  await stress(disk, 4)
  await disk.close()
})
