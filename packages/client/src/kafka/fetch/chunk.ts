import type { RecordsBatch } from '@platformatic/kafka'
import type { KafkaRecord, RecordHeaders } from '../../topic/record.ts'
import type { ResponseOf } from '../apis.ts'

/** Records of one partition in the order of their offsets, as one fetch brought them. */
export interface Chunk {
  readonly topic: string
  readonly partition: number
  readonly records: readonly KafkaRecord[]
  /** What is to be read next. It moves past what is never delivered: control records, aborted and compacted ones. */
  readonly nextOffset: number
  /** Where the partition ended for this reader when it was asked: the high watermark, or the last stable offset. */
  readonly endOffset: number
  readonly startOffset: number
  readonly bytes: number
}

export type FetchedPartition = ResponseOf<'Fetch'>['responses'][number]['partitions'][number]

const TRANSACTIONAL = 1 << 4
const CONTROL = 1 << 5
const ABORT = 0
const LOG_APPEND_TIME = 1 << 3

/** What a reader sees of a fetched partition, from `position` on. With `committedOnly`, aborted records are left out. */
export function chunkOf(topic: string, fetched: FetchedPartition, position: number, committedOnly: boolean): Chunk {
  const aborted = committedOnly ? abortedBatches(fetched) : new Set<RecordsBatch>()
  const records: KafkaRecord[] = []
  let nextOffset = position
  let bytes = 0
  for (const batch of fetched.records ?? []) {
    bytes += batch.length
    const base = Number(batch.firstOffset)
    nextOffset = Math.max(nextOffset, base + batch.lastOffsetDelta + 1)
    if ((batch.attributes & CONTROL) !== 0 || aborted.has(batch)) continue
    for (const record of batch.records) {
      // A broker gives whole batches, also where the reader starts in the middle of one.
      if (base + record.offsetDelta < position) continue
      records.push(recordOf(topic, fetched.partitionIndex, batch, record))
    }
  }
  const end = committedOnly ? fetched.lastStableOffset : fetched.highWatermark
  const endOffset = Math.max(0, Number(end))
  return {
    topic,
    partition: fetched.partitionIndex,
    records,
    nextOffset,
    endOffset,
    startOffset: Number(fetched.logStartOffset),
    bytes,
  }
}

function recordOf(
  topic: string,
  partition: number,
  batch: RecordsBatch,
  record: RecordsBatch['records'][number],
): KafkaRecord {
  const appended = (batch.attributes & LOG_APPEND_TIME) !== 0
  return {
    topic,
    partition,
    offset: Number(batch.firstOffset) + record.offsetDelta,
    timestamp: Number(appended ? batch.maxTimestamp : batch.firstTimestamp + record.timestampDelta),
    key: record.key,
    value: record.value,
    headers: record.headers.map(([name, value]): RecordHeaders[number] => [name?.toString() ?? '', value]),
  }
}

/** The batches of aborted transactions: from the first offset that the broker names to the abort marker. */
function abortedBatches({ records, abortedTransactions }: FetchedPartition): Set<RecordsBatch> {
  const left = (abortedTransactions ?? []).toSorted((a, b) => Number(a.firstOffset - b.firstOffset))
  const open = new Set<bigint>()
  const found = new Set<RecordsBatch>()
  for (const batch of records ?? []) {
    const last = batch.firstOffset + BigInt(batch.lastOffsetDelta)
    while (left[0] !== undefined && left[0].firstOffset <= last) open.add(left.shift()?.producerId as bigint)
    if ((batch.attributes & CONTROL) !== 0) {
      if (batch.records[0]?.key?.readInt16BE(2) === ABORT) open.delete(batch.producerId)
    } else if ((batch.attributes & TRANSACTIONAL) !== 0 && open.has(batch.producerId)) found.add(batch)
  }
  return found
}
