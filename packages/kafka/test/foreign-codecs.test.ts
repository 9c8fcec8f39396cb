import { createRequire } from 'node:module'
import * as platformatic from '@platformatic/kafka'
import { type Struct, decodeWhole, encodeWhole, filled } from '@millrace/kernel'
import { describe, expect, it } from 'vitest'
import type { Message } from '../src/message.ts'
import * as messages from '../src/messages/index.ts'

/**
 * Messages as two independent implementations write and read them: @platformatic/kafka for flexible versions, kafkajs
 * for the older ones.
 */
type AnyMessage = Message<Struct, Struct>
interface Api {
  createRequest(...args: unknown[]): { readonly buffer: Buffer }
  parseResponse(correlationId: number, key: number, version: number, reader: unknown): Promise<Struct> | Struct
}

const foreign = platformatic as unknown as Record<string, Api> & { Reader: { from(bytes: Buffer): unknown } }
const messageOf = (name: string): AnyMessage => (messages as unknown as Record<string, AnyMessage>)[name] as AnyMessage
const TOPIC_ID = '0192f7c4-6d1a-7b3e-9c55-2f6f5f3c1a10'
const bytes = Buffer.from('some bytes')

const p0 = { partition: 0, partitionIndex: 0 }
const offset = { ...p0, committedOffset: 42n, committedLeaderEpoch: 3, committedMetadata: 'm' }

const requests: [api: string, message: string, version: number, args: unknown[], expected: object][] = [
  [
    'fetchV17',
    'Fetch',
    17,
    [
      500,
      1,
      1000,
      1,
      7,
      8,
      [
        {
          topicId: TOPIC_ID,
          partitions: [
            { partition: 2, currentLeaderEpoch: 4, fetchOffset: 99n, lastFetchedEpoch: 3, partitionMaxBytes: 55 },
          ],
        },
      ],
      [{ topicId: TOPIC_ID, partitions: [5] }],
      'rack',
    ],
    {
      maxWaitMs: 500,
      sessionId: 7,
      sessionEpoch: 8,
      rackId: 'rack',
      topics: [
        {
          topicId: TOPIC_ID,
          partitions: [
            { partition: 2, currentLeaderEpoch: 4, fetchOffset: 99, lastFetchedEpoch: 3, partitionMaxBytes: 55 },
          ],
        },
      ],
      forgottenTopicsData: [{ topicId: TOPIC_ID, partitions: [5] }],
    },
  ],
  [
    'joinGroupV9',
    'JoinGroup',
    9,
    ['g', 10, 20, 'm', null, 'consumer', [{ name: 'range', metadata: bytes }], 'why'],
    {
      groupId: 'g',
      sessionTimeoutMs: 10,
      rebalanceTimeoutMs: 20,
      memberId: 'm',
      groupInstanceId: null,
      protocolType: 'consumer',
      protocols: [{ name: 'range', metadata: bytes }],
      reason: 'why',
    },
  ],
  [
    'syncGroupV5',
    'SyncGroup',
    5,
    ['g', 3, 'm', 'i', 'consumer', 'range', [{ memberId: 'm', assignment: bytes }]],
    {
      generationId: 3,
      groupInstanceId: 'i',
      protocolName: 'range',
      assignments: [{ memberId: 'm', assignment: bytes }],
    },
  ],
  [
    'offsetCommitV9',
    'OffsetCommit',
    9,
    ['g', 3, 'm', null, [{ name: 't', partitions: [offset] }]],
    {
      generationIdOrMemberEpoch: 3,
      topics: [{ name: 't', partitions: [{ committedOffset: 42, committedLeaderEpoch: 3, committedMetadata: 'm' }] }],
    },
  ],
  [
    'offsetFetchV9',
    'OffsetFetch',
    9,
    [[{ groupId: 'g', memberId: null, memberEpoch: -1, topics: [{ name: 't', partitionIndexes: [0, 1] }] }], true],
    {
      requireStable: true,
      groups: [{ groupId: 'g', memberEpoch: -1, topics: [{ name: 't', partitionIndexes: [0, 1] }] }],
    },
  ],
  [
    'listOffsetsV8',
    'ListOffsets',
    8,
    [-1, 1, [{ name: 't', partitions: [{ ...p0, currentLeaderEpoch: 2, timestamp: -2n }] }]],
    { isolationLevel: 1, topics: [{ name: 't', partitions: [{ currentLeaderEpoch: 2, timestamp: -2 }] }] },
  ],
  ['metadataV12', 'Metadata', 12, [['t'], false, true], { topics: [{ name: 't' }], allowAutoTopicCreation: false }],
  ['findCoordinatorV6', 'FindCoordinator', 6, [1, ['x', 'y']], { keyType: 1, coordinatorKeys: ['x', 'y'] }],
  [
    'initProducerIdV4',
    'InitProducerId',
    4,
    ['x', 60_000, 9n, 2],
    { transactionalId: 'x', transactionTimeoutMs: 60_000, producerId: 9, producerEpoch: 2 },
  ],
  [
    'addPartitionsToTxnV3',
    'AddPartitionsToTxn',
    3,
    [[{ transactionalId: 'x', producerId: 9n, producerEpoch: 2, topics: [{ name: 't', partitions: [0, 4] }] }]],
    {
      v3AndBelowTransactionalId: 'x',
      v3AndBelowProducerId: 9,
      v3AndBelowProducerEpoch: 2,
      v3AndBelowTopics: [{ name: 't', partitions: [0, 4] }],
    },
  ],
  [
    'endTxnV4',
    'EndTxn',
    4,
    ['x', 9n, 2, true],
    { transactionalId: 'x', producerId: 9, producerEpoch: 2, committed: true },
  ],
  [
    'txnOffsetCommitV4',
    'TxnOffsetCommit',
    4,
    ['x', 'g', 9n, 2, 3, 'm', null, [{ name: 't', partitions: [offset] }]],
    { groupId: 'g', producerId: 9, generationId: 3, topics: [{ name: 't', partitions: [{ committedOffset: 42 }] }] },
  ],
  [
    'createTopicsV7',
    'CreateTopics',
    7,
    [
      [{ name: 't', numPartitions: 3, replicationFactor: 1, assignments: [], configs: [{ name: 'a', value: 'b' }] }],
      5,
      true,
    ],
    {
      topics: [{ name: 't', numPartitions: 3, configs: [{ name: 'a', value: 'b' }] }],
      timeoutMs: 5,
      validateOnly: true,
    },
  ],
  [
    'deleteRecordsV2',
    'DeleteRecords',
    2,
    [[{ name: 't', partitions: [{ ...p0, offset: 7n }] }], 5],
    { topics: [{ name: 't', partitions: [{ partitionIndex: 0, offset: 7 }] }], timeoutMs: 5 },
  ],
  [
    'incrementalAlterConfigsV1',
    'IncrementalAlterConfigs',
    1,
    [[{ resourceType: 2, resourceName: 't', configs: [{ name: 'a', configOperation: 0, value: null }] }], false],
    { resources: [{ resourceType: 2, resourceName: 't', configs: [{ name: 'a', configOperation: 0, value: null }] }] },
  ],
]

describe('a request of @platformatic/kafka', () => {
  it.each(requests)('%s says what it was given', (api, name, version, args, expected) => {
    const buffer = foreign[api]?.createRequest(...args).buffer ?? Buffer.alloc(0)
    expect(decodeWhole(messageOf(name).request, version, buffer)).toMatchObject(expected)
  })
})

const parsed: [api: string, message: string, version: number, response: Struct, expected: object][] = [
  [
    'joinGroupV9',
    'JoinGroup',
    9,
    {
      generationId: 3,
      protocolType: 'consumer',
      protocolName: 'range',
      leader: 'm',
      memberId: 'm',
      members: [{ memberId: 'm', groupInstanceId: 'i', metadata: bytes }],
    },
    { generationId: 3, leader: 'm', members: [{ memberId: 'm', groupInstanceId: 'i' }] },
  ],
  [
    'offsetFetchV9',
    'OffsetFetch',
    9,
    {
      groups: [
        {
          groupId: 'g',
          topics: [{ name: 't', partitions: [{ partitionIndex: 1, committedOffset: 42, metadata: 'm' }] }],
        },
      ],
    },
    { groups: [{ groupId: 'g', topics: [{ name: 't', partitions: [{ partitionIndex: 1, committedOffset: 42n }] }] }] },
  ],
  [
    'metadataV12',
    'Metadata',
    12,
    {
      brokers: [{ nodeId: 1, host: 'h', port: 9092 }],
      clusterId: 'c',
      controllerId: 1,
      topics: [
        {
          name: 't',
          topicId: TOPIC_ID,
          partitions: [{ partitionIndex: 0, leaderId: 1, replicaNodes: [1], isrNodes: [1] }],
        },
      ],
    },
    {
      brokers: [{ nodeId: 1, host: 'h', port: 9092 }],
      clusterId: 'c',
      topics: [{ name: 't', topicId: TOPIC_ID, partitions: [{ partitionIndex: 0, leaderId: 1, replicaNodes: [1] }] }],
    },
  ],
  [
    'initProducerIdV4',
    'InitProducerId',
    4,
    { producerId: 2 ** 40, producerEpoch: 2 },
    { producerId: BigInt(2 ** 40), producerEpoch: 2 },
  ],
  [
    'findCoordinatorV6',
    'FindCoordinator',
    6,
    { coordinators: [{ key: 'x', nodeId: 1, host: 'h', port: 1 }] },
    { coordinators: [{ key: 'x', nodeId: 1, host: 'h', port: 1 }] },
  ],
  [
    'listOffsetsV8',
    'ListOffsets',
    8,
    { topics: [{ name: 't', partitions: [{ partitionIndex: 0, timestamp: 5, offset: 7, leaderEpoch: 0 }] }] },
    { topics: [{ name: 't', partitions: [{ timestamp: 5n, offset: 7n, leaderEpoch: 0 }] }] },
  ],
]

describe('a response to @platformatic/kafka', () => {
  it.each(parsed)('%s says what was meant', async (api, name, version, response, expected) => {
    const message = messageOf(name)
    const body = encodeWhole(message.response, version, filled(message.response, response))
    const read = await foreign[api]?.parseResponse(1, message.key, version, foreign.Reader.from(body))
    expect(read).toMatchObject(expected)
  })
})

interface KafkaJsRequest {
  readonly apiVersion: number
  encode(): Promise<{ buffer: Buffer }>
}
type KafkaJsApis = Record<
  string,
  { versions: string[]; protocol(options: { version: number }): (args: object) => { request: KafkaJsRequest } }
>

const { requests: kafkaJs } = createRequire(import.meta.url)('kafkajs/src/protocol/requests') as {
  requests: KafkaJsApis
}

const sent: [name: string, args: object, expected: object][] = [
  [
    'Fetch',
    {
      replicaId: -1,
      maxWaitTime: 5,
      minBytes: 1,
      maxBytes: 9,
      topics: [{ topic: 't', partitions: [{ partition: 1, fetchOffset: 7, maxBytes: 8 }] }],
    },
    { maxWaitMs: 5, topics: [{ topic: 't', partitions: [{ partition: 1, fetchOffset: 7, partitionMaxBytes: 8 }] }] },
  ],
  [
    'ListOffsets',
    { replicaId: -1, isolationLevel: 0, topics: [{ topic: 't', partitions: [{ partition: 1, timestamp: -1 }] }] },
    { topics: [{ name: 't', partitions: [{ partitionIndex: 1, timestamp: -1 }] }] },
  ],
  ['Metadata', { topics: ['t'] }, { topics: [{ name: 't' }] }],
  [
    'OffsetCommit',
    {
      groupId: 'g',
      groupGenerationId: 1,
      memberId: 'm',
      topics: [{ topic: 't', partitions: [{ partition: 0, offset: '7' }] }],
    },
    { groupId: 'g', topics: [{ name: 't', partitions: [{ committedOffset: 7, committedMetadata: null }] }] },
  ],
  [
    'JoinGroup',
    {
      groupId: 'g',
      sessionTimeout: 5,
      rebalanceTimeout: 6,
      memberId: '',
      protocolType: 'consumer',
      groupProtocols: [{ name: 'a', metadata: bytes }],
    },
    { sessionTimeoutMs: 5, protocols: [{ name: 'a', metadata: bytes }] },
  ],
  [
    'SyncGroup',
    { groupId: 'g', generationId: 1, memberId: 'm', groupAssignment: [{ memberId: 'm', memberAssignment: bytes }] },
    { generationId: 1, assignments: [{ memberId: 'm', assignment: bytes }] },
  ],
  [
    'Heartbeat',
    { groupId: 'g', groupGenerationId: 1, memberId: 'm' },
    { groupId: 'g', generationId: 1, memberId: 'm' },
  ],
  ['DescribeGroups', { groupIds: ['g'] }, { groups: ['g'] }],
  [
    'CreateTopics',
    {
      topics: [
        {
          topic: 't',
          numPartitions: 2,
          replicationFactor: 1,
          replicaAssignment: [],
          configEntries: [{ name: 'a', value: 'b' }],
        },
      ],
      timeout: 5,
    },
    { topics: [{ name: 't', numPartitions: 2, configs: [{ name: 'a', value: 'b' }] }], timeoutMs: 5 },
  ],
  [
    'InitProducerId',
    { transactionalId: 'x', transactionTimeout: 5 },
    { transactionalId: 'x', transactionTimeoutMs: 5 },
  ],
  [
    'AddPartitionsToTxn',
    { transactionalId: 'x', producerId: 9, producerEpoch: 1, topics: [{ topic: 't', partitions: [3] }] },
    { v3AndBelowProducerId: 9, v3AndBelowTopics: [{ name: 't', partitions: [3] }] },
  ],
  [
    'EndTxn',
    { transactionalId: 'x', producerId: 9, producerEpoch: 1, transactionResult: true },
    { producerId: 9, committed: true },
  ],
]

describe('a request of kafkajs', () => {
  it.each(sent)('%s says what it was given, in every version that both speak', async (name, args, expected) => {
    const api = kafkaJs[name] as KafkaJsApis[string]
    const message = messageOf(name)
    const lowest = Number(message.request.valid.split('-')[0])
    const versions = api.versions.map(Number).filter((version) => version >= lowest)
    expect(versions.length).toBeGreaterThan(0)
    for (const version of versions) {
      const { buffer } = await api.protocol({ version })(args).request.encode()
      expect(decodeWhole(message.request, version, buffer)).toMatchObject(expected)
    }
  })
})
