import { seededRandom, virtualClocks } from '@millrace/kernel'
import { memoryDisk } from '@millrace/testkit'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type CompressionName, type LogPartition, buildBatch, openLog } from '../src/index.ts'
import { HOUR, START, contents, settings } from './contract.ts'

const LIMITS = {
  retentionIntervalMs: 0,
  compactionIntervalMs: 0,
  reserveBytes: 100,
  freeBytes: 100,
  flushBytes: 200,
  tailBytes: 0,
  chunkBytes: 256,
}
const PARTITION = 1000

const key = fc.integer({ min: 0, max: 6 }).map((number) => `k${number}`)
const value = fc.option(fc.string({ maxLength: 30 }), { nil: null, freq: 6 })
const batch = fc.record({
  records: fc.array(fc.record({ key, value }), { minLength: 1, maxLength: 5 }),
  compression: fc.constantFrom<CompressionName>('none', 'gzip', 'snappy', 'lz4', 'zstd'),
})
const step = fc.oneof({ weight: 6, arbitrary: batch }, { weight: 1, arbitrary: fc.constant('clean' as const) })

/** Pushes everything before it out of the active segment. */
const filler = Array.from({ length: 2 }, () =>
  buildBatch({ records: [{ key: 'filler', value: 'x'.repeat(400) }], timestamp: START }),
)

it('leaves the last value of each key, whatever was written and whenever it is cleaned', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const clocks = virtualClocks(START)
      const log = await openLog({ disk: memoryDisk(), clocks, random: seededRandom(1), limits: LIMITS })
      await log.append({ create: [PARTITION] }).durable
      log.configure(PARTITION, settings({ segmentBytes: 300, cleanup: { delete: false, compact: true } }))
      const put = (bytes: Buffer): Promise<void> => log.append({ batches: [{ partition: PARTITION, bytes }] }).durable
      const last = new Map<string, string | null>()
      for (const each of steps) {
        if (each === 'clean') await log.clean()
        else await put(buildBatch({ ...each, timestamp: START }))
        if (each !== 'clean') for (const record of each.records) last.set(record.key, record.value)
      }
      for (const bytes of filler) await put(bytes)
      await log.clean()
      // The horizon of every tombstone passes; the next round takes them.
      await clocks.domain.advance(3 * HOUR)
      for (const bytes of filler) await put(bytes)
      await log.clean()
      const left = await contents(log.partition(PARTITION) as LogPartition)
      const pairs = left.map((line) => line.slice(line.indexOf(':') + 1)).filter((pair) => !pair.startsWith('filler'))
      const expected = [...last].filter(([, text]) => text !== null).map(([name, text]) => `${name}=${text}`)
      expect(pairs.toSorted()).toEqual(expected.toSorted())
      await log.close()
    }),
    { numRuns: 60 },
  )
})
