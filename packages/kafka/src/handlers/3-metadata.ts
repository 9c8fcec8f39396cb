import { type Broker, LEADER_EPOCH, type Topic, isInternalTopic, isTopicName } from '@millrace/broker'
import { NIL_UUID } from '@millrace/kernel'
import type { RequestContext } from '../context.ts'
import { codeOf, codeOfThrown } from '../error-codes.ts'
import { handler } from '../handler.ts'
import {
  Metadata,
  type MetadataRequest,
  type MetadataRequestTopic,
  type MetadataResponseTopic,
} from '../messages/index.ts'
import { CLUSTER_OPERATIONS, OPERATIONS_NOT_ASKED, TOPIC_OPERATIONS } from './shared/authorized-operations.ts'

/** Topic ids may be asked for from here on (KIP-516). */
const IDS_FROM_VERSION = 12

/**
 * Metadata (3), v0-13: the one broker, at the address where the client reached it or the one that is advertised, and
 * topics by name or id; a name that is not there is made when client and broker allow it. v0 takes an empty list for
 * all topics, later versions null. v8-10 tell what one may do to the cluster. librdkafka asks for all topics of v9 on
 * with a null of four bytes, of which one is read: three are left over.
 */
export const metadata = handler(
  Metadata,
  [0, 13],
  async (request, context) => {
    const { broker, advertised, header } = context
    const { nodeId } = broker.settings
    const tellsCluster = request.includeClusterAuthorizedOperations
    return {
      brokers: [{ nodeId, host: advertised.host, port: advertised.port, rack: null }],
      clusterId: broker.clusterId,
      controllerId: nodeId,
      topics: isAll(request, header.apiVersion)
        ? broker.topics.list().map((topic) => describe(topic, request, broker))
        : await Promise.all(asked(request, header.apiVersion).map((topic) => find(topic, request, context))),
      clusterAuthorizedOperations: tellsCluster ? CLUSTER_OPERATIONS : OPERATIONS_NOT_ASKED,
    }
  },
  { trailingBytes: true },
)

function isAll({ topics }: MetadataRequest, version: number): boolean {
  return topics === null || (version === 0 && topics.length === 0)
}

/** Each topic once, and beside ids no names: so Kafka answers. */
function asked({ topics }: MetadataRequest, version: number): MetadataRequestTopic[] {
  const once = [...new Map((topics ?? []).map((topic) => [`${topic.name}\n${topic.topicId}`, topic])).values()]
  const byId = version >= IDS_FROM_VERSION ? once.filter(({ topicId }) => topicId !== NIL_UUID) : []
  return byId.length === 0 ? once : [...new Map(byId.map((topic) => [topic.topicId, topic])).values()]
}

async function find(
  { name, topicId }: MetadataRequestTopic,
  request: MetadataRequest,
  { broker, header }: RequestContext,
): Promise<MetadataResponseTopic> {
  const takesIds = header.apiVersion >= IDS_FROM_VERSION
  if (takesIds && topicId !== NIL_UUID) {
    const topic = broker.topics.byId(topicId)
    // What one may do to it is not told: nobody knows what it is.
    return topic === undefined
      ? {
          ...missing(codeOf('UNKNOWN_TOPIC_ID'), null, topicId, request),
          topicAuthorizedOperations: OPERATIONS_NOT_ASKED,
        }
      : describe(topic, request, broker)
  }
  if (name === null || topicId !== NIL_UUID) {
    // Versions that take no ids cannot tell a null name either.
    return missing(codeOf('INVALID_REQUEST'), takesIds ? name : (name ?? ''), NIL_UUID, request)
  }
  const known = broker.topics.get(name)
  if (known !== undefined) return describe(known, request, broker)
  if (!request.allowAutoTopicCreation || !broker.configs.flag('auto.create.topics.enable')) {
    const error = isTopicName(name) ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'INVALID_TOPIC_EXCEPTION'
    return missing(codeOf(error), name, NIL_UUID, request)
  }
  try {
    return describe(await broker.topics.ensure(name), request, broker)
  } catch (error) {
    return missing(codeOfThrown(error), name, NIL_UUID, request)
  }
}

function describe(topic: Topic, request: MetadataRequest, broker: Broker): MetadataResponseTopic {
  const { nodeId } = broker.settings
  return {
    errorCode: codeOf('NONE'),
    name: topic.name,
    topicId: topic.id,
    isInternal: topic.internal,
    partitions: topic.partitions.map((_, partitionIndex) => ({
      errorCode: codeOf('NONE'),
      partitionIndex,
      leaderId: nodeId,
      leaderEpoch: LEADER_EPOCH,
      replicaNodes: [nodeId],
      isrNodes: [nodeId],
      offlineReplicas: [],
    })),
    topicAuthorizedOperations: topicOperations(request),
  }
}

function missing(
  errorCode: number,
  name: string | null,
  topicId: string,
  request: MetadataRequest,
): MetadataResponseTopic {
  const isInternal = name !== null && isInternalTopic(name)
  return { errorCode, name, topicId, isInternal, partitions: [], topicAuthorizedOperations: topicOperations(request) }
}

/** What one may do to a topic, whether it is there or not. */
function topicOperations({ includeTopicAuthorizedOperations }: MetadataRequest): number {
  return includeTopicAuthorizedOperations ? TOPIC_OPERATIONS : OPERATIONS_NOT_ASKED
}
