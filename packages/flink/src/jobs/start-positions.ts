import type { Broker, Topic } from '@millrace/broker'
import { Refusal, type TopicPartition } from '@millrace/kernel'
import type { Table } from '@millrace/sql'
import type { TableRange } from './messages.ts'

/**
 * Where the rows of a table begin and end in its topic, as `scan.startup.mode` and `scan.bounded.mode` say. Topics as
 * tables and upsert tables begin with the first record there is.
 *
 * @throws Refusal SQL_VALIDATION
 */
export async function rangeOf(broker: Broker, table: Table, topic: Topic): Promise<TableRange> {
  const starts = await Promise.all(topic.partitions.map((_, index) => startOf(broker, table, topic, index)))
  return { starts, ends: endsOf(broker, table, topic) }
}

function startOf(broker: Broker, { options }: Table, topic: Topic, index: number): number | Promise<number> {
  const partition = broker.topics.partition(topic, index)
  const [first, last] = [partition?.startOffset ?? 0, partition?.lastStableOffset ?? 0]
  if (options['connector'] !== 'kafka') return first
  const mode = options['scan.startup.mode'] ?? 'group-offsets'
  switch (mode) {
    case 'earliest-offset':
      return first
    case 'latest-offset':
      return last
    case 'group-offsets':
      return committedOr(broker, options, { topic: topic.name, partition: index }, first, last)
    case 'timestamp':
      return offsetAt(broker, topic, index, options['scan.startup.timestamp-millis'], last)
    case 'specific-offsets':
      return specificOf(options['scan.startup.specific-offsets'] ?? '', index, first)
    default:
      throw new Refusal(
        'SQL_VALIDATION',
        `'scan.startup.mode' is earliest-offset, latest-offset, group-offsets, timestamp or specific-offsets, not '${mode}'`,
      )
  }
}

/** The group's offset; without one, what `properties.auto.offset.reset` says, and the earliest when that says nothing. */
async function committedOr(
  broker: Broker,
  options: Table['options'],
  partition: TopicPartition,
  first: number,
  last: number,
): Promise<number> {
  const groupId = options['properties.group.id']
  const otherwise = options['properties.auto.offset.reset'] === 'latest' ? last : first
  if (groupId === undefined) return otherwise
  const { partitions } = await broker.groups.offsets.fetch({ groupId, partitions: [partition], requireStable: false })
  return partitions[0]?.committed?.offset ?? otherwise
}

async function offsetAt(
  broker: Broker,
  topic: Topic,
  index: number,
  text: string | undefined,
  last: number,
): Promise<number> {
  const at = Number(text)
  if (text === undefined || !Number.isSafeInteger(at)) {
    throw new Refusal('SQL_VALIDATION', `'scan.startup.timestamp-millis' is a time in ms, not '${text ?? ''}'`)
  }
  const partition = broker.topics.partition(topic, index)
  return (await partition?.offsetForTimestamp(at))?.offset ?? last
}

/** `partition:0,offset:42;partition:1,offset:300` */
function specificOf(text: string, index: number, first: number): number {
  const found = [...text.matchAll(/partition:(\d+),offset:(\d+)/g)].find(([, partition]) => Number(partition) === index)
  return found === undefined ? first : Number(found[2])
}

function endsOf(broker: Broker, { options }: Table, topic: Topic): number[] | undefined {
  const mode = options['scan.bounded.mode'] ?? 'unbounded'
  if (mode === 'unbounded') return undefined
  if (mode !== 'latest-offset') {
    throw new Refusal('SQL_VALIDATION', `'scan.bounded.mode' is unbounded or latest-offset, not '${mode}'`)
  }
  return endOffsets(broker, topic)
}

/** Where each partition ends now for readers of committed records. */
export function endOffsets(broker: Broker, topic: Topic): number[] {
  return topic.partitions.map((_, index) => broker.topics.partition(topic, index)?.lastStableOffset ?? 0)
}
