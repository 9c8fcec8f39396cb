import { AddOffsetsToTxn, AddPartitionsToTxn, EndTxn, InitProducerId, TxnOffsetCommit } from '../../messages/index.ts'
import { codeOf } from '../../error-codes.ts'
import { ALLOWED, GROUP, TOPIC, TRANSACTION, denied, failure, parted, rule } from '../rule.ts'

const NO_PRODUCER = { producerId: -1, producerEpoch: -1 }

/** Transactional ids, and what is done within a transaction. */
export const transactionRules = [
  rule(InitProducerId, ({ transactionalId }, access) => {
    if (transactionalId !== null) {
      const isOwn = access.allows('transactions', transactionalId, 'write')
      return isOwn ? ALLOWED : denied({ ...failure(TRANSACTION), ...NO_PRODUCER })
    }
    // Idempotence is for everybody who writes anywhere (KIP-679).
    const writes = access.allowsAny('topics', 'write')
    return writes ? ALLOWED : denied({ ...failure('CLUSTER_AUTHORIZATION_FAILED'), ...NO_PRODUCER })
  }),
  rule(AddPartitionsToTxn, (request, access) => {
    const isOwn = access.allows('transactions', request.v3AndBelowTransactionalId, 'write')
    const isDenied = (name: string): boolean => !isOwn || !access.allows('topics', name, 'write')
    if (!request.v3AndBelowTopics.some(({ name }) => isDenied(name))) return ALLOWED
    // All or none are added, as in Kafka.
    const codeFor = (name: string): number => {
      if (!isOwn) return codeOf(TRANSACTION)
      return codeOf(isDenied(name) ? TOPIC : 'OPERATION_NOT_ATTEMPTED')
    }
    const resultsByTopicV3AndBelow = request.v3AndBelowTopics.map(({ name, partitions }) => ({
      name,
      resultsByPartition: partitions.map((partitionIndex) => ({
        partitionIndex,
        partitionErrorCode: codeFor(name),
      })),
    }))
    return denied({ resultsByTopicV3AndBelow })
  }),
  rule(AddOffsetsToTxn, ({ transactionalId, groupId }, access) => {
    if (!access.allows('transactions', transactionalId, 'write')) return denied(failure(TRANSACTION))
    return access.allows('groups', groupId, 'read') ? ALLOWED : denied(failure(GROUP))
  }),
  rule(EndTxn, ({ transactionalId }, access) =>
    access.allows('transactions', transactionalId, 'write') ? ALLOWED : denied(failure(TRANSACTION)),
  ),
  rule(TxnOffsetCommit, (request, access) => {
    const isOwn = access.allows('transactions', request.transactionalId, 'write')
    const isMember = access.allows('groups', request.groupId, 'read')
    const error = failure(isOwn ? (isMember ? TOPIC : GROUP) : TRANSACTION)
    const [mine, others] = parted(
      request.topics,
      ({ name }) => isOwn && isMember && access.allows('topics', name, 'read'),
    )
    const refused = others.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, ...error })),
    }))
    if (!isOwn || !isMember) return denied({ topics: refused })
    return {
      kind: 'partly',
      request: { ...request, topics: mine },
      tell: (response) => ({ ...response, topics: [...response.topics, ...refused] }),
    }
  }),
]
