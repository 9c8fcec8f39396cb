/**
 * Makes the golden log of the current format: `node packages/log/test/make-golden.ts v1`. Done once for each format; what
 * is there is never made anew, because every later version has to open it as it is.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { seededRandom, virtualClocks } from '@millrace/kernel'
import { memoryDisk } from '@millrace/testkit'
import { type CompressionName, type DiskLog, buildBatch, buildMarker, openLog } from '../src/index.ts'
import { START, settings } from './contract.ts'
import { portraitOf } from './portrait.ts'

const LIMITS = {
  flushBytes: 300,
  tailBytes: 1000,
  chunkBytes: 4096,
  indexIntervalBytes: 200,
  walFileBytes: 3000,
  checkpointBytes: 4000,
  reserveBytes: 0,
  freeBytes: 0,
  retentionIntervalMs: 0,
  compactionIntervalMs: 0,
}
const COMPRESSIONS: readonly CompressionName[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

const [name] = process.argv.slice(2)
if (name === undefined) throw new Error('usage: make-golden.ts v<format>')
const target = join(import.meta.dirname, 'golden', name)
if (existsSync(target)) throw new Error(`${target} is there: a golden log is never made anew`)

const disk = memoryDisk()
const clocks = virtualClocks(START)
const log = await openLog({ disk, clocks, random: seededRandom(26), limits: LIMITS })
await fill(log)
await log.checkpoint()
await more(log)
// No clean stop: the write-ahead log behind the checkpoint is part of it.
const portrait = await portraitOf(log)
for (const path of disk.paths()) {
  mkdirSync(dirname(join(target, 'log', path)), { recursive: true })
  writeFileSync(join(target, 'log', path), disk.content(path))
}
writeFileSync(join(target, 'portrait.json'), `${JSON.stringify(portrait, undefined, 2)}\n`)
console.log(`${disk.paths().length} files, ${disk.usedBytes()} bytes in ${target}`)

/** Plain, compacted, transactional, trimmed and removed partitions. */
async function fill(filled: DiskLog): Promise<void> {
  await filled.append({ create: [1, 1000, 1001, 1002, 1003] }).durable
  filled.configure(1000, settings({ segmentBytes: 500 }))
  filled.configure(1001, settings({ segmentBytes: 400, cleanup: { delete: false, compact: true } }))
  for (let index = 0; index < 30; index++) {
    const compression = COMPRESSIONS[index % COMPRESSIONS.length] as CompressionName
    await put(filled, 1000, { key: `k${index}`, value: 'v'.repeat(index * 3) }, compression)
    await put(filled, 1001, { key: `k${index % 4}`, value: index % 9 === 8 ? null : `value ${index}` }, compression)
    await put(filled, 1003, { value: `removed ${index}` }, compression)
  }
  for (const [sequence, commit] of [true, false].entries()) {
    const producer = { id: 7, epoch: 0, sequence }
    const records = [{ key: 'k', value: commit ? 'committed' : 'aborted' }]
    const marker = { producerId: 7, producerEpoch: 0, commit, coordinatorEpoch: 1, timestamp: START + sequence }
    await filled.append({
      batches: [
        { partition: 1002, bytes: buildBatch({ records, producer, transactional: true, timestamp: START + sequence }) },
      ],
    }).durable
    await filled.append({ batches: [{ partition: 1002, bytes: buildMarker(marker) }] }).durable
  }
  await filled.clean()
  await filled.append({ startOffsets: [{ partition: 1000, offset: 5 }], remove: [1003] }).durable
  await filled.settled()
}

/** What lies behind the checkpoint: frames over two partitions, a new partition, an open transaction. */
async function more(filled: DiskLog): Promise<void> {
  await filled.append({ create: [1004] }).durable
  for (let index = 0; index < 5; index++) {
    const bytes = buildBatch({
      records: [{ key: `k${index}`, value: `later ${index}` }],
      timestamp: START + 1000 + index,
    })
    await filled.append({ batches: [1000, 1004].map((partition) => ({ partition, bytes })) }).durable
  }
  const producer = { id: 8, epoch: 2, sequence: 0 }
  const bytes = buildBatch({ records: [{ value: 'undecided' }], producer, transactional: true, timestamp: START })
  await filled.append({ batches: [{ partition: 1002, bytes }] }).durable
}

async function put(
  filled: DiskLog,
  partition: number,
  record: { readonly key?: string; readonly value: string | null },
  compression: CompressionName,
): Promise<void> {
  const bytes = buildBatch({ records: [record], compression, timestamp: START })
  await filled.append({ batches: [{ partition, bytes }] }).durable
}
