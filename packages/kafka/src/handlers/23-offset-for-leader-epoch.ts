import { type Broker, checkLeaderEpoch, LEADER_EPOCH, unknownPartition } from '@millrace/broker'
import { codeOf, codeOfThrown } from '../error-codes.ts'
import { handler } from '../handler.ts'
import {
  OffsetForLeaderEpoch,
  type OffsetForLeaderEpochRequestOffsetForLeaderPartition,
  type OffsetForLeaderEpochResponseEpochEndOffset,
} from '../messages/index.ts'

/** Kafka's "there is no such epoch". */
const UNDEFINED = -1

/**
 * OffsetForLeaderEpoch (23), v2-4: where the records of a leader's epoch end, so that a consumer notices records that
 * are gone (KIP-320). There is one leader for ever, so its epoch ends at the high watermark.
 */
export const offsetForLeaderEpoch = handler(OffsetForLeaderEpoch, [2, 4], (request, { broker }) => ({
  topics: request.topics.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.map((partition) => endOf(broker, topic, partition)),
  })),
}))

function endOf(
  broker: Broker,
  name: string,
  asked: OffsetForLeaderEpochRequestOffsetForLeaderPartition,
): OffsetForLeaderEpochResponseEpochEndOffset {
  const nothing = { partition: asked.partition, leaderEpoch: UNDEFINED, endOffset: UNDEFINED }
  try {
    const partition = broker.topics.partition(broker.topics.existing(name), asked.partition)
    if (partition === undefined) {
      throw unknownPartition()
    }
    checkLeaderEpoch(asked.currentLeaderEpoch)
    const errorCode = codeOf('NONE')
    if (asked.leaderEpoch !== LEADER_EPOCH) return { ...nothing, errorCode }
    return { partition: asked.partition, errorCode, leaderEpoch: LEADER_EPOCH, endOffset: partition.highWatermark }
  } catch (error) {
    return { ...nothing, errorCode: codeOfThrown(error) }
  }
}
