import type { RecordsBatch } from '@platformatic/kafka'
import { expect, it } from 'vitest'
import { chunkOf, type FetchedPartition } from './chunk.ts'

const TRANSACTIONAL = 1 << 4
const CONTROL = 1 << 5

function batch(firstOffset: number, values: readonly string[], more: Partial<RecordsBatch> = {}): RecordsBatch {
  const records = values.map((value, offsetDelta) => ({
    length: 0,
    attributes: 0,
    timestampDelta: BigInt(offsetDelta),
    offsetDelta,
    key: null,
    value: Buffer.from(value),
    headers: [],
  }))
  const fixed = {
    length: 100,
    partitionLeaderEpoch: 0,
    magic: 2,
    crc: 0,
    attributes: 0,
    producerEpoch: 0,
    firstSequence: 0,
  }
  const times = { firstTimestamp: 1000n, maxTimestamp: 2000n }
  return {
    ...fixed,
    ...times,
    firstOffset: BigInt(firstOffset),
    lastOffsetDelta: values.length - 1,
    producerId: -1n,
    records,
    ...more,
  }
}

function marker(offset: number, producerId: bigint, type: 'commit' | 'abort'): RecordsBatch {
  const made = batch(offset, [''], { attributes: CONTROL | TRANSACTIONAL, producerId })
  const key = Buffer.from([0, 0, 0, type === 'abort' ? 0 : 1])
  for (const record of made.records) record.key = key
  return made
}

function fetched(records: RecordsBatch[], more: Partial<FetchedPartition> = {}): FetchedPartition {
  const bounds = { highWatermark: 100n, lastStableOffset: 90n, logStartOffset: 0n }
  return {
    partitionIndex: 3,
    errorCode: 0,
    ...bounds,
    abortedTransactions: [],
    preferredReadReplica: -1,
    records,
    ...more,
  } as FetchedPartition
}

const valuesOf = (chunk: ReturnType<typeof chunkOf>): string[] =>
  chunk.records.map(({ value }) => value?.toString() ?? '')

it('gives the records from the position on, also from the middle of a batch', () => {
  const chunk = chunkOf('t', fetched([batch(10, ['a', 'b', 'c'])]), 11, true)
  expect(valuesOf(chunk)).toEqual(['b', 'c'])
  expect(chunk.records[0]).toMatchObject({ topic: 't', partition: 3, offset: 11, timestamp: 1001 })
  expect(chunk).toMatchObject({ nextOffset: 13, endOffset: 90 })
})

it('moves past records that compaction took away', () => {
  const compacted = { ...batch(10, ['a']), lastOffsetDelta: 7 }
  expect(chunkOf('t', fetched([compacted]), 10, true).nextOffset).toBe(18)
})

it('stays where it is when there is nothing', () => {
  expect(chunkOf('t', fetched([]), 10, true)).toMatchObject({ nextOffset: 10, records: [], bytes: 0 })
})

it('stamps records with the time of the broker where the topic says so', () => {
  const chunk = chunkOf('t', fetched([batch(0, ['a'], { attributes: 1 << 3 })]), 0, true)
  expect(chunk.records[0]?.timestamp).toBe(2000)
})

it('hides aborted records, to their marker and no further', () => {
  const mine = { attributes: TRANSACTIONAL, producerId: 5n }
  const records = [
    batch(0, ['gone'], mine),
    batch(1, ['other'], { attributes: TRANSACTIONAL, producerId: 6n }),
    marker(2, 5n, 'abort'),
    batch(3, ['kept'], mine),
    marker(4, 5n, 'commit'),
    batch(5, ['plain']),
  ]
  const answer = fetched(records, { abortedTransactions: [{ producerId: 5n, firstOffset: 0n }] })
  expect(valuesOf(chunkOf('t', answer, 0, true))).toEqual(['other', 'kept', 'plain'])
  expect(valuesOf(chunkOf('t', answer, 0, false))).toEqual(['gone', 'other', 'kept', 'plain'])
})
