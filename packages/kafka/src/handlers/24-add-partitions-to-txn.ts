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
 * one that does not exist the others are OPERATION_NOT_ATTEMPTED. v2 knows PRODUCER_FENCED; v4 on is between brokers
 * and belongs to KIP-890.
 */
export const addPartitionsToTxn = handler(AddPartitionsToTxn, [0, 3], async (request, { broker, header }) => {
  const names = request.v3AndBelowTopics.flatMap(({ name, partitions }) =>
    partitions.map((partition) => ({ topic: name, partition })),
  )
  const isMissing = (topic: string, partition: number): boolean =>
    broker.topics.get(topic)?.partitions[partition] === undefined
  if (names.some(({ topic, partition }) => isMissing(topic, partition))) {
    const codeFor = (missing: boolean): ErrorName =>
      missing ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'OPERATION_NOT_ATTEMPTED'
    return answer(request, (topic, partition) => codeOf(codeFor(isMissing(topic, partition))))
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
