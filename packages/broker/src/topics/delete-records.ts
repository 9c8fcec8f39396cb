import { unknownPartition } from './unknown.ts'
import { Refusal } from '@millrace/kernel'
import type { Log } from '@millrace/log'
import type { Topic } from './topic.ts'
import type { Topics } from './topics.ts'

/** "Up to what everybody has": Kafka's -1. */
const HIGH_WATERMARK = -1

/**
 * Deletes the records of a partition before an offset; gives its first offset afterwards, when that is durable.
 *
 * @throws Refusal UNKNOWN_TOPIC_OR_PARTITION, INVALID_TOPIC_EXCEPTION, POLICY_VIOLATION, OFFSET_OUT_OF_RANGE
 */
export async function deleteRecords(
  { log, topics }: { readonly log: Log; readonly topics: Topics },
  topic: Topic,
  index: number,
  before: number,
): Promise<number> {
  const partition = topics.partition(topic, index)
  if (partition === undefined) {
    throw unknownPartition()
  }
  if (topic.internal) {
    throw new Refusal('INVALID_TOPIC_EXCEPTION', `Cannot delete records of internal topic ${topic.name}`)
  }
  const { cleanup } = topics.settingsOf(topic)
  if (cleanup.compact && !cleanup.delete) {
    throw new Refusal(
      'POLICY_VIOLATION',
      `Records of partition ${topic.name}-${index} can not be deleted due to the configured policy`,
    )
  }
  const { highWatermark } = partition
  const offset = before === HIGH_WATERMARK ? highWatermark : before
  if (offset < 0 || offset > highWatermark) {
    throw new Refusal(
      'OFFSET_OUT_OF_RANGE',
      `The offset ${before} for partition ${topic.name}-${index} is out of range: give one up to ${highWatermark}`,
    )
  }
  if (offset > partition.startOffset) {
    await log.append({ startOffsets: [{ partition: partition.number, offset }] }).durable
  }
  return partition.startOffset
}
