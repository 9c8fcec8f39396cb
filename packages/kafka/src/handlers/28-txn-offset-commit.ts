import type { NewOffset } from '@millrace/broker'
import { codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import { TxnOffsetCommit, type TxnOffsetCommitRequest, type TxnOffsetCommitResponse } from '../messages/index.ts'
import { outsideTransaction } from './transactions/outside-transaction.ts'

const KNOWS_ABORTABLE = 4

/**
 * TxnOffsetCommit (28), v0-4: commits offsets of a group as part of a transaction: nobody sees them before it commits.
 * v2 brings the leader epoch, v3 who commits, so that the group can refuse a member of the past (KIP-447), v4
 * TRANSACTION_ABORTABLE; v5 belongs to KIP-890.
 */
export const txnOffsetCommit = handler(TxnOffsetCommit, [0, 4], async (request, { broker, header }) => {
  const { transactionalId, producerId: id, producerEpoch: epoch } = request
  const reply = await broker.transactions.offsets.commit(
    { transactionalId, id, epoch },
    {
      groupId: request.groupId,
      generation: request.generationId,
      memberId: request.memberId,
      instanceId: request.groupInstanceId ?? undefined,
      offsets: newOffsets(request),
    },
  )
  const isMissing = (topic: string, partition: number): boolean =>
    broker.topics.get(topic)?.partitions[partition] === undefined
  return answer(request, (topic, partition, at) => {
    if (isMissing(topic, partition)) return codeOf('UNKNOWN_TOPIC_OR_PARTITION')
    // Answers come in the order of the offsets.
    if (reply.error === 'NONE') return codeOf(reply.answers[at]?.error ?? 'UNKNOWN_SERVER_ERROR')
    if (reply.error !== 'INVALID_TXN_STATE') return codeOf(reply.error)
    return codeOf(outsideTransaction(header.apiVersion, KNOWS_ABORTABLE))
  })
})

function newOffsets({ topics }: TxnOffsetCommitRequest): NewOffset[] {
  return topics.flatMap(({ name, partitions }) =>
    partitions.map((partition) => ({
      topic: name,
      partition: partition.partitionIndex,
      offset: partition.committedOffset,
      leaderEpoch: partition.committedLeaderEpoch,
      metadata: partition.committedMetadata ?? '',
    })),
  )
}

function answer(
  { topics }: TxnOffsetCommitRequest,
  codeFor: (topic: string, partition: number, at: number) => number,
): TxnOffsetCommitResponse {
  let next = 0
  return {
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({
        partitionIndex,
        errorCode: codeFor(name, partitionIndex, next++),
      })),
    })),
  }
}
