import { buildBatch, sealCrc } from '@millrace/log'
import {
  AddPartitionsToTxn,
  ApiVersions,
  CreatePartitions,
  CreateTopics,
  DescribeConfigs,
  DescribeGroups,
  EndTxn,
  Fetch,
  IncrementalAlterConfigs,
  LeaveGroup,
  Produce,
} from '../../../../packages/kafka/src/messages/index.ts'
import { NIL_UUID } from '@millrace/kernel'
import type { Act, Ask } from './ask.ts'
import type { Difference } from './compare.ts'
import { join } from './asks/groups.ts'
import { introduce } from './asks/transactions.ts'
import { type Drawn, drawn } from './names.ts'
import type { World } from './world.ts'

const LARGE = 1 << 20

/** A difference that is meant to be, and requests that show it: a difference that these no longer show must go. */
export interface KnownDifference {
  readonly reason: string
  explains(difference: Difference): boolean
  readonly example: (world: World) => Iterable<Act>
}

export const known: Readonly<Record<string, KnownDifference>> = {
  'texts of errors': {
    reason: 'Ours say what was wrong and what would be right; no client decides by them.',
    explains: ({ path }) => /errorMessage$/i.test(path),
    example: (world) => [
      {
        message: CreatePartitions,
        version: 3,
        request: { topics: [{ name: `${world.prefix}nowhere`, count: 3, assignments: null }], timeoutMs: 10_000 },
      },
    ],
  },
  'the second transaction protocol': {
    reason:
      'Produce 12 on, AddPartitionsToTxn 4 on, EndTxn 5 and TxnOffsetCommit 5 belong to KIP-890, which is not served yet.',
    explains: ({ api, path }) =>
      api === 'ApiVersions' &&
      /^apiKeys\.(Produce|AddPartitionsToTxn|EndTxn|TxnOffsetCommit|InitProducerId)$/.test(path),
    example: () => [{ message: ApiVersions, version: 2, request: {} }],
  },
  'no features': {
    reason: 'Features are levels of a KRaft cluster; clients take `transaction.version` among them for KIP-890.',
    explains: ({ api, path }) => api === 'ApiVersions' && /^(supported|finalized)Features(Epoch)?$/.test(path),
    example: () => [
      { message: ApiVersions, version: 4, request: { clientSoftwareName: 'a', clientSoftwareVersion: '1' } },
    ],
  },
  'where the log starts, beside an error': {
    reason: 'Kafka tells it with errors of the log and not with those before it; no client reads it there.',
    explains: ({ api, path, ours }) => api === 'Produce' && path.endsWith('logStartOffset') && ours === -1,
    example: ({ lasting: [name = ''] }) => [produced(name, spoilt(57, 0))],
  },
  'a codec that does not exist': {
    reason: 'Kafka fails on its number (UNKNOWN_SERVER_ERROR); ours refuses it (UNSUPPORTED_COMPRESSION_TYPE).',
    explains: ({ api, path, ours, theirs }) =>
      api === 'Produce' &&
      path.endsWith('partitionResponses[].errorCode') &&
      ours === 'UNSUPPORTED_COMPRESSION_TYPE' &&
      theirs === 'UNKNOWN_SERVER_ERROR',
    example: ({ lasting: [name = ''] }) => [produced(name, spoilt(21, 6))],
  },
  'aborted transactions behind what is fetched': {
    reason: 'Kafka tells of all up to where its index says that the bytes may end; ours of those that the bytes touch.',
    explains: ({ api, path, ours, theirs }) =>
      api === 'Fetch' && path.endsWith('abortedTransactions') && isPartOf(ours, theirs),
    example: abortedTwice,
  },
  'aborted transactions where no batch fits': {
    reason: 'Kafka says null where it gives nothing for lack of room, ours an empty list: both are none.',
    explains: ({ api, path, ours, theirs }) =>
      api === 'Fetch' && path.endsWith('abortedTransactions') && JSON.stringify(ours) === '[]' && theirs === null,
    example: nothingFits,
  },
  'settings of the broker that have no default': {
    reason:
      'In Kafka log.retention.ms, log.flush.interval.ms and their like follow from others; here they are the only ones.',
    explains: ({ path, ours, theirs }) =>
      path.endsWith('configs[].synonyms') && isPartOf(theirs, ours) && JSON.stringify(ours).includes('"source":5'),
    example: ({ lasting: [resourceName] }) => [
      {
        message: DescribeConfigs,
        version: 4,
        request: {
          resources: [{ resourceType: 2, resourceName, configurationKeys: ['flush.ms'] }],
          includeSynonyms: true,
        },
      },
    ],
  },
  'the id of a topic that is not made': {
    reason: 'Asked only whether a topic could be made, Kafka draws an id that nothing will ever have.',
    explains: ({ api, path, ours, request }) =>
      api === 'CreateTopics' &&
      path === 'topics[].topicId' &&
      ours === NIL_UUID &&
      JSON.stringify(request).includes('"validateOnly":true'),
    example: (world) => [
      {
        message: CreateTopics,
        version: 7,
        request: {
          topics: [{ name: world.fresh('unmade'), numPartitions: 1, replicationFactor: 1 }],
          timeoutMs: 10_000,
          validateOnly: true,
        },
      },
    ],
  },
  'groups that nobody has joined': {
    reason:
      'Kafka keeps a group of which somebody has heard in memory until it next cleans up; here it is gone with the last.',
    explains: ({ api, path, ours, theirs }) =>
      api === 'DescribeGroups' && path === 'groups[].groupState' && ours === 'Dead' && theirs === 'Empty',
    example: (world) => {
      const group = { id: world.fresh('unjoined'), pending: undefined, member: undefined }
      const memberId = drawn(`member ${group.id}/it`, '')
      return [
        join(group, 'it', 5),
        { message: LeaveGroup, version: 3, request: { groupId: group.id, members: [{ memberId }] } },
        { message: DescribeGroups, version: 5, request: { groups: [group.id] } },
      ]
    },
  },
  'an operation on a setting that does not exist': {
    reason: 'Kafka fails on its number (UNKNOWN_SERVER_ERROR); ours refuses it (INVALID_REQUEST).',
    explains: ({ api, path, request }) =>
      api === 'IncrementalAlterConfigs' &&
      path === 'responses[].errorCode' &&
      JSON.stringify(request).includes('"configOperation":9'),
    example: ({ lasting: [name] }) => [
      {
        message: IncrementalAlterConfigs,
        version: 1,
        request: {
          resources: [
            { resourceType: 2, resourceName: name, configs: [{ name: 'flush.ms', value: '1', configOperation: 9 }] },
          ],
        },
      },
    ],
  },
  'where the default of min.insync.replicas comes from': {
    reason: 'Kafka 4.1 on writes it into the settings of a new cluster (KIP-966); here it is an ordinary default.',
    explains: ({ path, ours, theirs }) =>
      (path.endsWith('configs[].configSource') && ours === 5 && theirs === 3) ||
      (path.endsWith('configs[].synonyms') && isPartOf(ours, theirs) && JSON.stringify(theirs).includes('"source":3')),
    example: (world) => [
      {
        message: DescribeConfigs,
        version: 4,
        request: {
          resources: [{ resourceType: 2, resourceName: world.lasting[0], configurationKeys: ['min.insync.replicas'] }],
        },
      },
    ],
  },
}

/** A batch of one record with one number wrong in it, and the CRC right. */
function spoilt(at: number, value: number): Buffer {
  const batch = buildBatch({ records: [{ key: 'k', value: 'v' }] })
  if (at === 21) batch.writeUInt16BE(value, at)
  else batch.writeInt32BE(value, at)
  sealCrc(batch, 0, batch.length)
  return batch
}

const produced = (name: string, records: unknown, transactionalId: string | null = null, index = 0): Ask => ({
  message: Produce,
  version: 9,
  request: {
    transactionalId,
    acks: -1,
    timeoutMs: 10_000,
    topicData: [{ name, partitionData: [{ index, records }] }],
  },
})

/** Whether everything in one list is also in the other. */
function isPartOf(part: unknown, whole: unknown): boolean {
  if (!Array.isArray(part) || !Array.isArray(whole)) return false
  const held = new Set(whole.map((item) => JSON.stringify(item)))
  return part.every((item) => held.has(JSON.stringify(item)))
}

/** A fetch of two partitions, in which one batch is all that there is room for. */
function* nothingFits(world: World): Generator<Act> {
  const name = world.fresh('narrow')
  const topics = [{ name, numPartitions: 2, replicationFactor: 1 }]
  yield { message: CreateTopics, version: 4, request: { topics, timeoutMs: 10_000 } }
  const batch = buildBatch({ records: [{ key: 'k', value: 'v' }] })
  for (const index of [0, 1]) yield produced(name, batch, null, index)
  const partitions = [LARGE, 1].map((partitionMaxBytes, partition) => ({
    partition,
    fetchOffset: 0,
    partitionMaxBytes,
    currentLeaderEpoch: -1,
  }))
  const request = {
    replicaId: -1,
    maxWaitMs: 10,
    maxBytes: LARGE,
    isolationLevel: 1,
    topics: [{ topic: name, partitions }],
  }
  yield { message: Fetch, version: 11, request }
}

/** Two transactions that are aborted, and a fetch of the first one's bytes. */
function* abortedTwice(world: World): Generator<Act> {
  const [name, transactionalId] = [world.fresh('aborted'), world.fresh('aborter')]
  const producer = { name: transactionalId, transactionalId, sequences: new Map<string, number>() }
  const speaker = {
    transactionalId,
    producerId: drawn(`producer ${transactionalId}`, -1),
    producerEpoch: drawn(`epoch ${transactionalId}`, -1),
  }
  yield {
    message: CreateTopics,
    version: 4,
    request: { topics: [{ name, numPartitions: 1, replicationFactor: 1 }], timeoutMs: 10_000 },
  }
  yield introduce(producer, 4)
  for (const sequence of [0, 1]) {
    const topics = [{ name, partitions: [0] }]
    const added = {
      v3AndBelowTransactionalId: transactionalId,
      v3AndBelowProducerId: speaker.producerId,
      v3AndBelowProducerEpoch: speaker.producerEpoch,
      v3AndBelowTopics: topics,
    }
    yield { message: AddPartitionsToTxn, version: 3, request: added }
    yield produced(name, nextOf(transactionalId, sequence), transactionalId)
    yield { message: EndTxn, version: 3, request: { ...speaker, committed: false } }
  }
  const partitions = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1, currentLeaderEpoch: -1 }]
  const request = {
    replicaId: -1,
    maxWaitMs: 10,
    maxBytes: LARGE,
    isolationLevel: 1,
    topics: [{ topic: name, partitions }],
  }
  yield { message: Fetch, version: 11, request }
}

const nextOf =
  (name: string, sequence: number): Drawn =>
  (names) =>
    buildBatch({
      records: [{ key: 'k', value: 'v' }],
      producer: { id: names.get(`producer ${name}`, 0), epoch: names.get(`epoch ${name}`, 0), sequence },
      transactional: true,
    })

/** The names of the known differences that explain one; none when it is not listed. */
export function explanations(difference: Difference): string[] {
  return Object.entries(known).flatMap(([name, { explains }]) => (explains(difference) ? [name] : []))
}
