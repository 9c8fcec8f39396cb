import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildBatch } from './build.ts'
import { checkBatch } from './check.ts'
import { type CompressionName, codecs } from './compression/index.ts'
import { BatchHeader, addSequence } from './header.ts'
import { buildMarker, readMarker } from './marker.ts'
import { records } from './records.ts'
import { stampLogAppendTime, stampOffset } from './stamp.ts'

const NAMES = Object.keys(codecs) as CompressionName[]
const bytes = fc.option(fc.uint8Array({ maxLength: 50 }), { nil: null })
const record = fc.record({
  key: bytes,
  value: bytes,
  timestamp: fc.integer({ min: 0, max: 2 ** 48 }),
  headers: fc.array(fc.record({ key: fc.string({ maxLength: 5 }), value: bytes }), { maxLength: 3 }),
})

const refused = (batch: Uint8Array): string => {
  try {
    checkBatch(batch)
    return 'taken'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('a record batch', () => {
  it.each(NAMES)('gives back what was put in, compressed with %s', (compression) => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 20 }), (list) => {
        const batch = buildBatch({ records: list, compression })
        checkBatch(batch)
        stampOffset(batch, 0, 100, 0)
        checkBatch(batch)
        const read = [...records(batch)]
        expect(read.map(({ offset }) => offset)).toEqual(list.map((_, index) => 100 + index))
        for (const [index, { key, value, timestamp, headers }] of read.entries()) {
          const put = list[index] as (typeof list)[number]
          expect(timestamp).toBe(put.timestamp)
          expect(key && [...key]).toEqual(put.key && [...put.key])
          expect(value && [...value]).toEqual(put.value && [...put.value])
          expect(headers.length).toBe(put.headers.length)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('refuses any flipped bit that its CRC covers, and any cut', () => {
    const batch = buildBatch({ records: [{ key: 'k', value: 'v' }], timestamp: 1 })
    for (let at = 17; at < batch.length; at++) {
      const damaged = Buffer.from(batch)
      damaged[at] = (damaged[at] as number) ^ 4
      expect(refused(damaged), `byte ${at}`).toBe('CORRUPT_MESSAGE')
    }
    for (let length = 0; length < batch.length; length++) expect(refused(batch.subarray(0, length))).not.toBe('taken')
  })

  it('names what is wrong with a batch', () => {
    const good = buildBatch({ records: [{ value: 'v' }], timestamp: 1 })
    const old = Buffer.from(good)
    old[16] = 1
    expect(refused(old)).toBe('UNSUPPORTED_FOR_MESSAGE_FORMAT')
    expect(refused(Buffer.concat([good, good]))).toBe('INVALID_RECORD')
    expect(refused(buildBatch({ records: [{ value: 'v' }], lastOffsetDelta: 5 }))).toBe('INVALID_RECORD')
    expect(refused(buildBatch({ records: [], lastOffsetDelta: 0 }))).toBe('INVALID_RECORD')
    expect(refused(buildBatch({ records: [{}], producer: { id: 1, epoch: 0, sequence: -1 } }))).toBe('INVALID_RECORD')
  })

  it('is restamped with the append time, under a new CRC', () => {
    const batch = buildBatch({ records: [{ timestamp: 5 }, { timestamp: 6 }] })
    stampLogAppendTime(batch, 9_000_000_000_000)
    expect(checkBatch(batch).isLogAppendTime).toBe(true)
    expect([...records(batch)].map(({ timestamp }) => timestamp)).toEqual([9_000_000_000_000, 9_000_000_000_000])
  })

  it('carries the end of a transaction', () => {
    for (const commit of [true, false]) {
      const batch = buildMarker({ producerId: 5, producerEpoch: 2, commit, coordinatorEpoch: 9, timestamp: 1 })
      const header = checkBatch(batch)
      expect([header.isControl, header.isTransactional, header.producerEpoch]).toEqual([true, true, 2])
      expect(readMarker(header)).toEqual({ commit, coordinatorEpoch: 9 })
    }
  })

  it('refuses a count of records that does not match', () => {
    const batch = buildBatch({ records: [{ value: 'a' }, { value: 'b' }] })
    batch.writeInt32BE(3, 57)
    expect(() => [...records(batch)]).toThrow(expect.objectContaining({ code: 'INVALID_RECORD' }))
    batch.writeInt32BE(1, 57)
    expect(() => [...records(batch)]).toThrow(expect.objectContaining({ code: 'INVALID_RECORD' }))
  })

  it('lets sequences begin again after 2^31-1', () => {
    expect(addSequence(2 ** 31 - 2, 3)).toBe(1)
    expect(new BatchHeader(buildBatch({ records: [{}] })).lastSequence).toBe(-1)
  })
})

describe('a codec', () => {
  it.each(NAMES)('%s refuses to unfold to more than it may', (name) => {
    const stored = codecs[name].compress(Buffer.alloc(1_000_000, 'x'))
    const code = 'RECORD_BATCH_TOO_LARGE'
    expect(() => codecs[name].decompress(stored, 10_000)).toThrow(expect.objectContaining({ code }))
  })

  it.each(NAMES.filter((name) => name !== 'none'))('%s refuses bytes that are not its own, and goes on', (name) => {
    const stored = codecs[name].compress(Buffer.from('some text that is long enough to be compressed'))
    const outcome = (bytes: Buffer): string => {
      try {
        codecs[name].decompress(bytes, 1000)
        return 'unfolded'
      } catch (error) {
        return (error as Error).name
      }
    }
    for (let at = 0; at < stored.length; at++)
      expect(['unfolded', 'Refusal']).toContain(outcome(stored.subarray(0, at)))
    expect(outcome(Buffer.from('nothing of the kind, nothing'))).toBe('Refusal')
    expect(codecs[name].decompress(stored, 100_000_000).toString()).toMatch(/^some text/)
  })

  it('reads snappy without the frame', () => {
    const framed = codecs.snappy.compress(Buffer.from('hello hello hello'))
    expect(codecs.snappy.decompress(framed.subarray(20), 100).toString()).toBe('hello hello hello')
  })
})
