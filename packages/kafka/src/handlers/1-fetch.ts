import {
  type Broker,
  type FetchContext,
  type FetchPart,
  type FetchResult,
  type SessionPart,
  type SessionRequest,
  type Topic,
  unknownPartition,
  unknownTopicId,
} from '@millrace/broker'
import { Fault, NIL_UUID, Refusal } from '@millrace/kernel'
import { codeOf, codeOfThrown } from '../error-codes.ts'
import type { RequestContext } from '../context.ts'
import { handler } from '../handler.ts'
import {
  Fetch,
  type FetchRequest,
  type FetchResponse,
  type FetchResponseFetchableTopicResponse,
  type FetchResponsePartitionData,
} from '../messages/index.ts'

/** From here on topics are told by id (KIP-516). */
const IDS_FROM_VERSION = 13
/** Before this, clients do not know KAFKA_STORAGE_ERROR. */
const STORAGE_ERROR_FROM_VERSION = 6
const READ_COMMITTED = 1
const NO_RECORDS: readonly Buffer[] = []

/**
 * Fetch (1), v4-18: the stored bytes of some partitions, when there are min bytes of them or max wait is over. v7
 * brings sessions (KIP-227), v12 epochs of the last fetch, which one leader for ever has no use for, v13 topic ids.
 */
export const fetch = handler(Fetch, [4, 18], async (request, context): Promise<FetchResponse> => {
  const { broker, header } = context
  let session: FetchContext
  try {
    session = broker.fetchSessions.begin(sessionRequest(request, header.apiVersion))
  } catch (error) {
    return { errorCode: codeOfThrown(error), sessionId: 0, responses: [] }
  }
  const results = await read(request, session.parts, context)
  const responses = new Map<string, MutableTopic>()
  for (const [at, part] of session.parts.entries()) {
    const result = results[at] as FetchResult
    if (result.error !== undefined)
      context.faults.tell(result.error, { topic: nameOf(part, broker), partition: part.index })
    if (session.session?.tell(part, result) === false && isIncremental(request)) continue
    add(responses, part, toPartition(part, result, request.isolationLevel, header.apiVersion))
  }
  return { errorCode: codeOf('NONE'), sessionId: session.sessionId, responses: [...responses.values()] }
})

type MutableTopic = FetchResponseFetchableTopicResponse & { readonly partitions: FetchResponsePartitionData[] }

const isIncremental = ({ sessionEpoch }: FetchRequest): boolean => sessionEpoch > 0

/** Versions that know no sessions decode as epoch -1: a fetch for itself. */
function sessionRequest(request: FetchRequest, version: number): SessionRequest {
  const usesIds = version >= IDS_FROM_VERSION
  const idOf = (topicId: string): string => (usesIds ? topicId : '')
  return {
    sessionId: request.sessionId,
    epoch: request.sessionEpoch,
    usesIds,
    parts: eachOnce(
      request.topics.flatMap(({ topic, topicId, partitions }) =>
        partitions.map((part) => ({
          topicName: topic,
          topicId: idOf(topicId),
          index: part.partition,
          from: part.fetchOffset,
          maxBytes: part.partitionMaxBytes,
          leaderEpoch: part.currentLeaderEpoch,
        })),
      ),
    ),
    forgotten: request.forgottenTopicsData.flatMap(({ topic, topicId, partitions }) =>
      partitions.map((index) => ({ topicName: topic, topicId: idOf(topicId), index })),
    ),
  }
}

/** Of a partition that is asked for twice, what was said last counts, as in Kafka. */
function eachOnce(parts: readonly SessionPart[]): SessionPart[] {
  return [...new Map(parts.map((part) => [`${part.topicName}\n${part.topicId}\n${part.index}`, part])).values()]
}

/** Reads the parts whose topics exist; one that does not makes the answer come at once, as any error does. */
async function read(
  request: FetchRequest,
  asked: readonly SessionPart[],
  { broker, signal, responseBytesMost }: RequestContext,
): Promise<readonly FetchResult[]> {
  const topics = asked.map(({ topicId, topicName }) =>
    topicId === '' ? broker.topics.get(topicName) : broker.topics.byId(topicId),
  )
  const parts: FetchPart[] = []
  for (const [at, part] of asked.entries()) {
    const topic = topics[at]
    if (topic !== undefined) parts.push(fetchPart(topic, part))
  }
  const isWrong = parts.length === 0 || parts.length < asked.length
  const fetched = await broker.fetch.fetch({
    parts,
    minBytes: request.minBytes,
    maxWaitMs: isWrong ? 0 : request.maxWaitMs,
    maxBytes: Math.min(request.maxBytes, responseBytesMost),
    readCommitted: request.isolationLevel === READ_COMMITTED,
    signal,
  })
  const results = fetched.values()
  return asked.map((part, at) =>
    topics[at] === undefined ? { error: unknownTopic(part) } : (results.next().value as FetchResult),
  )
}

const fetchPart = (topic: Topic, { index, from, maxBytes, leaderEpoch }: SessionPart): FetchPart => ({
  topic,
  index,
  from,
  maxBytes,
  leaderEpoch,
})

function unknownTopic({ topicId }: SessionPart): Refusal {
  if (topicId === '') return unknownPartition()
  return unknownTopicId()
}

function nameOf({ topicId, topicName }: SessionPart, broker: Broker): string {
  return topicId === '' ? topicName : (broker.topics.byId(topicId)?.name ?? topicId)
}

function add(responses: Map<string, MutableTopic>, part: SessionPart, partition: FetchResponsePartitionData): void {
  const { topicId, topicName } = part
  const key = topicId === '' ? topicName : topicId
  const topic = responses.get(key)
  if (topic !== undefined) topic.partitions.push(partition)
  else responses.set(key, { topic: topicName, topicId: topicId === '' ? NIL_UUID : topicId, partitions: [partition] })
}

function toPartition(
  { index }: SessionPart,
  result: FetchResult,
  isolationLevel: number,
  version: number,
): FetchResponsePartitionData {
  if (result.error !== undefined) {
    const isUnknown = result.error.code.startsWith('UNKNOWN_TOPIC')
    return {
      partitionIndex: index,
      errorCode: errorCodeFor(result.error, version),
      highWatermark: -1,
      lastStableOffset: -1,
      logStartOffset: -1,
      // Null says that nobody has looked for any; where there is no partition Kafka does not say it.
      abortedTransactions: isUnknown ? [] : null,
      records: NO_RECORDS,
    }
  }
  return {
    partitionIndex: index,
    errorCode: codeOf('NONE'),
    highWatermark: result.highWatermark,
    lastStableOffset: result.lastStableOffset,
    logStartOffset: result.logStartOffset,
    abortedTransactions: isolationLevel === READ_COMMITTED ? result.aborted : null,
    records: result.chunks,
  }
}

function errorCodeFor(error: Refusal | Fault, version: number): number {
  const isOld = error instanceof Fault && version < STORAGE_ERROR_FROM_VERSION
  return isOld ? codeOf('NOT_LEADER_OR_FOLLOWER') : codeOfThrown(error)
}
