/**
 * How fast the log appends with fsync on, and how fast it recovers. `node bench/log.ts [directory] [seconds]`; the
 * directory has to lie on a real disk. Prints who used the CPU.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { type DiskLog, type NodeDisk, buildBatch, nodeDisk, openLog } from '@millrace/log'

const [base = tmpdir(), seconds = '2'] = process.argv.slice(2)
const clocks = systemClocks()
const FIRST = 1000

interface Run {
  readonly records: number
  readonly recordBytes: number
  readonly partitions: number
  readonly inFlight: number
}

async function withLog<T>(directory: string, work: (log: DiskLog) => Promise<T>): Promise<T> {
  const disk: NodeDisk = await nodeDisk(directory)
  const log = await openLog({ disk, clocks, random: systemRandom })
  try {
    return await work(log)
  } finally {
    await log.close()
    await disk.close()
  }
}

async function inDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(base, 'millrace-bench-'))
  try {
    return await work(directory)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

const batch = (records: number, recordBytes: number): Buffer =>
  buildBatch({
    records: Array.from({ length: records }, () => ({ value: Buffer.alloc(recordBytes, 'x') })),
    timestamp: 1,
  })

async function append(run: Run, log: DiskLog): Promise<void> {
  const numbers = Array.from({ length: run.partitions }, (_, index) => FIRST + index)
  await log.append({ create: numbers }).durable
  const bytes = batch(run.records, run.recordBytes)
  const latencies: number[] = []
  const before = log.stats()
  const cpu = process.cpuUsage()
  const began = performance.now()
  const end = began + Number(seconds) * 1000
  const producer = async (index: number): Promise<void> => {
    const partition = numbers[index % numbers.length] as number
    while (performance.now() < end) {
      const sent = performance.now()
      await log.append({ batches: [{ partition, bytes }] }).durable
      latencies.push(performance.now() - sent)
    }
  }
  await Promise.all(Array.from({ length: run.inFlight }, (_, index) => producer(index)))
  const took = (performance.now() - began) / 1000
  const used = process.cpuUsage(cpu)
  latencies.sort((a, b) => a - b)
  const at = (part: number): string => (latencies[Math.floor(latencies.length * part)] as number).toFixed(2)
  const after = log.stats()
  console.log(
    [
      `${run.records} x ${run.recordBytes} B`.padEnd(14),
      `${run.partitions} partitions, ${run.inFlight} in flight`.padEnd(30),
      `${Math.round(latencies.length / took)} batches/s`.padStart(16),
      `${Math.round((latencies.length * run.records) / took)} records/s`.padStart(18),
      `${Math.round((latencies.length * bytes.length) / took / 1e6)} MB/s`.padStart(10),
      `p50 ${at(0.5)} p99 ${at(0.99)} ms`.padStart(24),
      `${((after.appendedFrames - before.appendedFrames) / (after.syncs - before.syncs)).toFixed(1)} frames/sync`.padStart(
        18,
      ),
      `CPU ${(((used.user + used.system) / 1e6 / took) * 100).toFixed(0)} %`.padStart(10),
    ].join(' '),
  )
}

async function recovery(totalBytes: number): Promise<void> {
  await inDirectory(async (directory) => {
    await withLog(directory, async (log) => {
      await log.append({ create: [FIRST] }).durable
      const bytes = batch(100, 200)
      for (let written = 0; written < totalBytes; written += bytes.length * 64) {
        await Promise.all(
          Array.from({ length: 64 }, () => log.append({ batches: [{ partition: FIRST, bytes }] }).durable),
        )
      }
    })
    for (const [name, prepare] of [
      ['after a clean stop', false],
      ['after 100 MB more and no checkpoint', true],
    ] as const) {
      if (prepare) await crashWith(directory, 100e6)
      const disk = await nodeDisk(directory)
      const began = performance.now()
      const log = await openLog({ disk, clocks, random: systemRandom })
      console.log(`open ${Math.round(totalBytes / 1e6)} MB ${name}: ${(performance.now() - began).toFixed(0)} ms`)
      const from = (log.partition(FIRST)?.nextOffset ?? 1) - 1
      const read = performance.now()
      await log.partition(FIRST)?.read({ from: from / 2, upTo: from, maxBytes: 1e6, atLeastOne: true })
      console.log(`first read in the middle: ${(performance.now() - read).toFixed(1)} ms`)
      await log.close()
      await disk.close()
    }
  })
}

/** Appends and goes away without a checkpoint, as a killed process does. */
async function crashWith(directory: string, bytes: number): Promise<void> {
  const disk = await nodeDisk(directory)
  const log = await openLog({
    disk,
    clocks,
    random: systemRandom,
    limits: { checkpointBytes: 1e12, retentionIntervalMs: 0, compactionIntervalMs: 0 },
  })
  const one = batch(100, 200)
  for (let written = 0; written < bytes; written += one.length * 64) {
    await Promise.all(
      Array.from({ length: 64 }, () => log.append({ batches: [{ partition: FIRST, bytes: one }] }).durable),
    )
  }
  await disk.close()
}

for (const records of [1, 100]) {
  for (const recordBytes of [200, 1000]) {
    for (const partitions of [1, 6]) {
      for (const inFlight of records === 1 ? [1, 64] : [64]) {
        await inDirectory((directory) =>
          withLog(directory, (log) => append({ records, recordBytes, partitions, inFlight }, log)),
        )
      }
    }
  }
}
await recovery(1e9)
