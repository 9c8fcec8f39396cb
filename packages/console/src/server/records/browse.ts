import { Refusal } from '@millrace/kernel'
import type { Browse, RecordPage, RecordView } from '../../contract/records.ts'
import { FilterError, type Filter, matches, parseFilter } from '../../filter/index.ts'
import type { KafkaConnection } from '../kafka/connection.ts'
import { type Range, offsetsAt, ranges } from '../kafka/offsets.ts'
import { oneTopic } from '../kafka/topics.ts'
import { type RawRecord, subjectOf, viewOf } from './content.ts'
import { cursorText, parseCursor, parsePartitions } from './cursor.ts'
import { PartitionReader } from './partition-reader.ts'
import { scan } from './scan.ts'

const budget = { records: 20_000, ms: 2000 }
/** How much of a key or value a list shows. */
export const listedCharacters = 2000
const shownCharacters = 1_000_000

/** The filter's meaning as a test. @throws Refusal INVALID_FILTER that says what is wrong and where */
export function compileFilter(text: string | undefined): (record: RawRecord) => boolean {
  if (text === undefined || text.trim() === '') return () => true
  const filter = parsed(text)
  return (record) => matches(filter, subjectOf(record))
}

function parsed(text: string): Filter {
  try {
    return parseFilter(text)
  } catch (error) {
    if (error instanceof FilterError) throw new Refusal('INVALID_FILTER', `filter: ${error.message}`)
    throw error
  }
}

/** Those of a topic's partitions that were asked for; all when none were. */
export async function partitionsOf(kafka: KafkaConnection, topic: string, text: string | undefined): Promise<number[]> {
  const count = (await oneTopic(kafka.admin, topic)).partitionsCount
  const unknown = parsePartitions(text)?.find((partition) => partition >= count)
  if (unknown !== undefined)
    throw new Refusal('UNKNOWN_TOPIC_OR_PARTITION', `${topic} has no partition ${unknown}: 0 to ${count - 1}`)
  return parsePartitions(text) ?? Array.from({ length: count }, (_, partition) => partition)
}

/** One page of a topic's records. `now` is liveness time, for the budget. */
export async function browse(
  kafka: KafkaConnection,
  topic: string,
  wanted: Browse,
  now: () => number,
): Promise<RecordPage> {
  const accepts = compileFilter(wanted.filter)
  const partitions = await partitionsOf(kafka, topic, wanted.partitions)
  const bounds = await boundsOf(kafka, topic, partitions, wanted)
  await using reader = new PartitionReader(kafka.reader(), topic)
  const read = (window: ReadonlyMap<number, Range>) =>
    reader.readTo(
      new Map([...window].map(([one, { start }]) => [one, start])),
      new Map([...window].map(([one, { end }]) => [one, end])),
    )
  const result = await scan({ order: wanted.order, ranges: bounds, limit: wanted.limit, accepts, budget }, read, now)
  const edges = new Map([...result.left].map(([one, { start, end }]) => [one, wanted.order === 'oldest' ? start : end]))
  return {
    records: result.records.map((record) => viewOf(record, listedCharacters)),
    scanned: result.scanned,
    remaining: [...result.left.values()].reduce((sum, { start, end }) => sum + end - start, 0),
    stopped: result.stopped,
    ...(edges.size === 0 ? {} : { cursor: cursorText(edges) }),
  }
}

/** What there is to look at: the partitions' ranges, cut by from, until and the cursor of the page before. */
async function boundsOf(
  kafka: KafkaConnection,
  topic: string,
  partitions: readonly number[],
  wanted: Browse,
): Promise<Map<number, Range>> {
  const topics = new Map([[topic, partitions]])
  const [whole, from, until] = await Promise.all([
    ranges(kafka.admin, topics),
    boundOffsets(kafka, topic, partitions, wanted.from),
    boundOffsets(kafka, topic, partitions, wanted.until),
  ])
  const cursor = wanted.cursor === undefined ? undefined : parseCursor(wanted.cursor)
  const bounds = new Map<number, Range>()
  for (const [partition, { start, end }] of whole.get(topic) ?? []) {
    const range = {
      start: Math.max(start, from(partition, end) ?? start),
      end: Math.min(end, until(partition, end) ?? end),
    }
    const at = cursor?.get(partition)
    if (cursor !== undefined && at === undefined) continue
    if (at !== undefined && wanted.order === 'oldest') range.start = Math.max(range.start, at)
    if (at !== undefined && wanted.order === 'newest') range.end = Math.min(range.end, at)
    bounds.set(partition, range)
  }
  return bounds
}

/** `offset:12` or `time:1700000000000` as an offset by partition; a time after the last record is the end. */
async function boundOffsets(
  kafka: KafkaConnection,
  topic: string,
  partitions: readonly number[],
  bound: string | undefined,
): Promise<(partition: number, end: number) => number | undefined> {
  const [kind, text] = bound?.split(':') ?? []
  if (kind === undefined) return () => undefined
  if (kind === 'offset') return () => Number(text)
  const found = await offsetsAt(kafka.admin, new Map([[topic, partitions]]), BigInt(text ?? 0))
  return (partition, end) => found.get(topic)?.get(partition) ?? end
}

/** One record in full. @throws Refusal OFFSET_OUT_OF_RANGE when it is not there (any more) */
export async function readRecord(
  kafka: KafkaConnection,
  topic: string,
  partition: number,
  offset: number,
): Promise<RecordView> {
  return viewOf(await readRaw(kafka, topic, partition, offset), shownCharacters)
}

/** The same as bytes. @throws Refusal OFFSET_OUT_OF_RANGE when it is not there (any more) */
export async function readRaw(
  kafka: KafkaConnection,
  topic: string,
  partition: number,
  offset: number,
): Promise<RawRecord> {
  await partitionsOf(kafka, topic, String(partition))
  const range = (await ranges(kafka.admin, new Map([[topic, [partition]]]))).get(topic)?.get(partition) ?? {
    start: 0,
    end: 0,
  }
  const inside = offset >= range.start && offset < range.end
  await using reader = new PartitionReader(kafka.reader(), topic)
  const found = inside ? await reader.readTo(new Map([[partition, offset]]), new Map([[partition, offset + 1]])) : []
  const [record] = found
  if (record === undefined)
    throw new Refusal(
      'OFFSET_OUT_OF_RANGE',
      `Partition ${partition} of ${topic} has no record ${offset} (any more); it holds ${range.start} to ${range.end}`,
    )
  return record
}
