import { listOffset, unknownPartition } from '@millrace/broker'
import { Refusal } from '@millrace/kernel'
import type { RequestContext } from '../context.ts'
import { codeOf, codeOfThrown } from '../error-codes.ts'
import { handler } from '../handler.ts'
import { duplicatesOf } from './shared/error-answer.ts'
import {
  ListOffsets,
  type ListOffsetsRequestPartition,
  type ListOffsetsResponsePartitionResponse,
} from '../messages/index.ts'

/** From which version on a time that stands for a place is known. */
const KNOWN_FROM: Readonly<Record<number, number>> = { [-1]: 1, [-2]: 1, [-3]: 7, [-4]: 8, [-5]: 9, [-6]: 11 }
const READ_COMMITTED = 1

/**
 * ListOffsets (2), v1-11: offsets by time, and the ends of partitions. v2 brings isolation, v4 leader epochs, v7 the
 * largest time (-3), v8, v9 and v11 the places of tiered storage (-4 to -6), v10 a time limit for those.
 */
export const listOffsets = handler(ListOffsets, [1, 11], async (request, context) => ({
  topics: await Promise.all(
    request.topics.map(async ({ name, partitions }) => {
      const twice = duplicatesOf(partitions.map(({ partitionIndex }) => String(partitionIndex)))
      const one = (partition: ListOffsetsRequestPartition) =>
        twice.has(String(partition.partitionIndex))
          ? nothing(partition.partitionIndex, 'INVALID_REQUEST')
          : find(context, name, partition, request.isolationLevel)
      // What is asked for twice is refused once.
      const asked = [...new Map(partitions.map((each) => [each.partitionIndex, each])).values()]
      return { name, partitions: await Promise.all(asked.map(one)) }
    }),
  ),
}))

async function find(
  { broker, header, faults }: RequestContext,
  name: string,
  { partitionIndex, currentLeaderEpoch, timestamp }: ListOffsetsRequestPartition,
  isolationLevel: number,
): Promise<ListOffsetsResponsePartitionResponse> {
  try {
    const version = header.apiVersion
    if (timestamp < 0 && version < (KNOWN_FROM[timestamp] ?? Infinity)) {
      throw new Refusal('UNSUPPORTED_VERSION', `time ${timestamp} stands for no place that version ${version} knows`)
    }
    const partition = broker.topics.partition(broker.topics.existing(name), partitionIndex)
    if (partition === undefined) {
      throw unknownPartition()
    }
    const readCommitted = isolationLevel === READ_COMMITTED
    const found = await listOffset(partition, { timestamp, readCommitted, leaderEpoch: currentLeaderEpoch })
    return { partitionIndex, errorCode: codeOf('NONE'), ...found }
  } catch (error) {
    faults.tell(error, { topic: name, partition: partitionIndex })
    return { ...nothing(partitionIndex, 'NONE'), errorCode: codeOfThrown(error) }
  }
}

function nothing(partitionIndex: number, error: 'NONE' | 'INVALID_REQUEST'): ListOffsetsResponsePartitionResponse {
  return { partitionIndex, errorCode: codeOf(error), timestamp: -1, offset: -1, leaderEpoch: -1 }
}
