import { isInternalTopic } from '@millrace/broker'
import { type ErrorName, codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import {
  AddPartitionsToTxn,
  type AddPartitionsToTxnRequest,
  type AddPartitionsToTxnResponse,
} from '../messages/index.ts'
import { fencedCode } from './transactions/fenced.ts'

const KNOWS_FENCED = 2

/**
 * AddPartitionsToTxn (24), v0-3: the transaction is going to write to these partitions. All of them or none: beside
 * one that does not exist, or is not the client's to write to, the others are OPERATION_NOT_ATTEMPTED. v2 knows PRODUCER_FENCED; v4 on is between brokers
 * and belongs to KIP-890.
 */
export const addPartitionsToTxn = handler(AddPartitionsToTxn, [0, 3], async (request, { broker, header }) => {
  const names = request.v3AndBelowTopics.flatMap(({ name, partitions }) =>
    partitions.map((partition) => ({ topic: name, partition })),
  )
  const wrong = (topic: string, partition: number): ErrorName | undefined => {
    if (isInternalTopic(topic)) return 'TOPIC_AUTHORIZATION_FAILED'
    return broker.topics.get(topic)?.partitions[partition] === undefined ? 'UNKNOWN_TOPIC_OR_PARTITION' : undefined
  }
  if (names.some(({ topic, partition }) => wrong(topic, partition) !== undefined)) {
    return answer(request, (topic, partition) => codeOf(wrong(topic, partition) ?? 'OPERATION_NOT_ATTEMPTED'))
  }
  const error = await broker.transactions.coordinator.addPartitions(
    {
      transactionalId: request.v3AndBelowTransactionalId,
      id: request.v3AndBelowProducerId,
      epoch: request.v3AndBelowProducerEpoch,
    },
    names,
  )
  const code = fencedCode(error, header.apiVersion, KNOWS_FENCED)
  return answer(request, () => code)
})

function answer(
  { v3AndBelowTopics }: AddPartitionsToTxnRequest,
  codeFor: (topic: string, partition: number) => number,
): AddPartitionsToTxnResponse {
  return {
    resultsByTopicV3AndBelow: v3AndBelowTopics.map(({ name, partitions }) => ({
      name,
      resultsByPartition: partitions.map((partitionIndex) => ({
        partitionIndex,
        partitionErrorCode: codeFor(name, partitionIndex),
      })),
    })),
  }
}
