import type { NewOffset } from '@millrace/broker'
import { codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import { TxnOffsetCommit, type TxnOffsetCommitRequest, type TxnOffsetCommitResponse } from '../messages/index.ts'

/**
 * TxnOffsetCommit (28), v0-4: commits offsets of a group as part of a transaction: nobody sees them before it commits.
 * v2 brings the leader epoch, v3 who commits, so that the group can refuse a member of the past (KIP-447); v5 belongs
 * to KIP-890.
 */
export const txnOffsetCommit = handler(TxnOffsetCommit, [0, 4], async (request, { broker }) => {
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
  if (reply.error !== 'NONE') return answer(request, () => codeOf(reply.error))
  // Answers come in the order of the offsets.
  return answer(request, (at) => codeOf(reply.answers[at]?.error ?? 'UNKNOWN_SERVER_ERROR'))
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

function answer({ topics }: TxnOffsetCommitRequest, codeAt: (at: number) => number): TxnOffsetCommitResponse {
  let next = 0
  return {
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: codeAt(next++) })),
    })),
  }
}
