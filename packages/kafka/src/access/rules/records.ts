import {
  type FetchResponseFetchableTopicResponse,
  Fetch,
  ListOffsets,
  OffsetForLeaderEpoch,
  Produce,
  DescribeProducers,
  DeleteRecords,
} from '../../messages/index.ts'
import { Refusal } from '@millrace/kernel'
import { ALLOWED, TOPIC, TRANSACTION, failure, parted, rule, topicName, topicRule } from '../rule.ts'

const NOWHERE = { baseOffset: -1, logAppendTimeMs: -1, logStartOffset: -1, recordErrors: [] }
const NOTHING = { highWatermark: -1, lastStableOffset: -1, logStartOffset: -1, abortedTransactions: null, records: [] }

/** Records themselves: who may write them, who may read them, who may delete them. */
export const recordRules = [
  rule(Produce, (request, access) => {
    const { transactionalId, topicData, acks } = request
    const isOwn = transactionalId === null || access.allows('transactions', transactionalId, 'write')
    const [mine, others] = parted(topicData, ({ name }) => isOwn && access.allows('topics', name, 'write'))
    if (others.length === 0) return ALLOWED
    // Nobody waits for an answer: a connection that closes is the only way to tell.
    if (acks === 0) throw new Refusal(TOPIC, `${access.principal} may not write to ${others[0]?.name}`)
    const error = failure(isOwn ? TOPIC : TRANSACTION)
    const refused = others.map(({ name, partitionData }) => ({
      name,
      partitionResponses: partitionData.map(({ index }) => ({ index, ...error, ...NOWHERE })),
    }))
    return {
      kind: 'partly',
      request: { ...request, topicData: mine },
      tell: (response) => ({ ...response, responses: [...response.responses, ...refused] }),
    }
  }),
  rule(Fetch, (request, access, { broker }) => {
    const mayRead = (name: string | undefined): boolean => name === undefined || access.allows('topics', name, 'read')
    const nameOf = ({ topic = '', topicId = '' }: { topic?: string; topicId?: string }) =>
      topicName(broker, topic, topicId)
    const [mine, others] = parted(request.topics, (topic) => mayRead(nameOf(topic)))
    const refused = others.map(({ topic, topicId, partitions }) => ({
      topic,
      topicId,
      partitions: partitions.map(({ partition }) => ({ partitionIndex: partition, ...failure(TOPIC), ...NOTHING })),
    }))
    // What a session holds may be another's, or from before scopes were taken away.
    const withheld = (topic: FetchResponseFetchableTopicResponse): FetchResponseFetchableTopicResponse =>
      mayRead(nameOf(topic))
        ? topic
        : {
            ...topic,
            partitions: topic.partitions.map(({ partitionIndex }) => ({
              partitionIndex,
              ...failure(TOPIC),
              ...NOTHING,
            })),
          }
    const maxWaitMs = others.length === 0 ? request.maxWaitMs : 0
    return {
      kind: 'partly',
      request: { ...request, topics: mine, maxWaitMs },
      tell: (response) => ({ ...response, responses: [...response.responses.map(withheld), ...refused] }),
    }
  }),
  topicRule(ListOffsets, (request, access) => {
    const [mine, others] = parted(request.topics, ({ name }) => access.knows('topics', name))
    const refused = others.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({
        partitionIndex,
        ...failure(TOPIC),
        timestamp: -1,
        offset: -1,
        leaderEpoch: -1,
      })),
    }))
    return [mine, refused]
  }),
  topicRule(OffsetForLeaderEpoch, (request, access) => {
    const [mine, others] = parted(request.topics, ({ topic }) => access.knows('topics', topic))
    const refused = others.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition }) => ({ partition, ...failure(TOPIC), leaderEpoch: -1, endOffset: -1 })),
    }))
    return [mine, refused]
  }),
  topicRule(DescribeProducers, (request, access) => {
    const [mine, others] = parted(request.topics, ({ name }) => access.allows('topics', name, 'read'))
    const refused = others.map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map((partitionIndex) => ({
        partitionIndex,
        ...failure(TOPIC),
        activeProducers: [],
      })),
    }))
    return [mine, refused]
  }),
  topicRule(DeleteRecords, (request, access) => {
    const [mine, others] = parted(request.topics, ({ name }) => access.allows('topics', name, 'manage'))
    const refused = others.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, ...failure(TOPIC), lowWatermark: -1 })),
    }))
    return [mine, refused]
  }),
]
