import { type Broker, openBroker } from '@millrace/broker'
import { NIL_UUID, seededRandom, systemClocks } from '@millrace/kernel'
import { memoryLog } from '@millrace/log'
import { beforeEach, describe, expect, it } from 'vitest'
import { codeOf } from '../src/error-codes.ts'
import { createTopics } from '../src/handlers/19-create-topics.ts'
import { deleteTopics } from '../src/handlers/20-delete-topics.ts'
import { describeConfigs } from '../src/handlers/32-describe-configs.ts'
import { alterConfigs } from '../src/handlers/33-alter-configs.ts'
import { createPartitions } from '../src/handlers/37-create-partitions.ts'
import { incrementalAlterConfigs } from '../src/handlers/44-incremental-alter-configs.ts'
import { describeCluster } from '../src/handlers/60-describe-cluster.ts'
import {
  AlterConfigs,
  CreatePartitions,
  CreateTopics,
  DeleteTopics,
  DescribeCluster,
  DescribeConfigs,
  IncrementalAlterConfigs,
} from '../src/messages/index.ts'
import { type Caller, call } from './call.ts'

const TOPIC = 2
const BROKER = 4
const NEWEST = { createTopics: 7, describeConfigs: 4 }

let broker: Broker
let caller: Caller

beforeEach(async () => {
  const clocks = systemClocks()
  broker = await openBroker({ log: memoryLog({ clocks }), clocks, random: seededRandom(1) })
  caller = { broker, clocks }
})

const versionsOf = ({ versions: [from, to] }: { versions: readonly [number, number] }): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

const usual = (name: string) => ({ name, numPartitions: -1, replicationFactor: -1 })

describe('CreateTopics', () => {
  it.each(versionsOf(createTopics))('is served in version %i', async (version) => {
    const topics = [{ ...usual('orders'), numPartitions: 3, configs: [{ name: 'retention.ms', value: '7' }] }]
    const response = await call(createTopics, CreateTopics, version, { topics }, caller)
    expect(response?.topics).toMatchObject([{ name: 'orders', errorCode: 0, errorMessage: null }])
    expect(broker.topics.existing('orders')).toMatchObject({ configs: { 'retention.ms': '7' } })
    expect(broker.topics.existing('orders').partitions).toHaveLength(3)
  })

  it('tells what the topic is like', async () => {
    const topics = [{ ...usual('orders'), configs: [{ name: 'retention.ms', value: '7' }] }]
    const response = await call(createTopics, CreateTopics, NEWEST.createTopics, { topics }, caller)
    const [made] = response?.topics ?? []
    expect(made).toMatchObject({ topicId: broker.topics.existing('orders').id, numPartitions: 1, replicationFactor: 1 })
    const retention = made?.configs?.find(({ name }) => name === 'retention.ms')
    expect(retention).toEqual({
      name: 'retention.ms',
      value: '7',
      readOnly: false,
      configSource: 1,
      isSensitive: false,
    })
  })

  it('makes nothing when it is only to validate, and refuses a name that is there twice', async () => {
    const topics = ['one', 'two', 'two'].map(usual)
    const response = await call(createTopics, CreateTopics, 5, { topics, validateOnly: true }, caller)
    expect(response?.topics).toMatchObject([
      { name: 'one', errorCode: 0 },
      { name: 'two', errorCode: codeOf('INVALID_REQUEST'), errorMessage: 'Duplicate topic name.' },
    ])
    expect(broker.topics.list()).toEqual([])
  })
})

describe('DeleteTopics', () => {
  it.each(versionsOf(deleteTopics))('is served in version %i', async (version) => {
    await broker.topics.ensure('orders')
    const asked =
      version < 6
        ? { topicNames: ['orders', 'absent'] }
        : { topics: ['orders', 'absent'].map((name) => ({ name, topicId: NIL_UUID })) }
    const response = await call(deleteTopics, DeleteTopics, version, asked, caller)
    expect(response?.responses).toMatchObject([
      { name: 'orders', errorCode: 0 },
      { name: 'absent', errorCode: codeOf('UNKNOWN_TOPIC_OR_PARTITION') },
    ])
    expect(broker.topics.list()).toEqual([])
  })

  it('takes ids, and refuses what is neither or both', async () => {
    const { id } = await broker.topics.ensure('orders')
    await broker.topics.ensure('kept')
    const topics = [
      { name: null, topicId: id },
      { name: null, topicId: NIL_UUID },
      { name: 'kept', topicId: id.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) },
      { name: null, topicId: '12345678-1234-4234-8234-123456789abc' },
    ]
    const response = await call(deleteTopics, DeleteTopics, 6, { topics }, caller)
    expect(response?.responses.map(({ errorCode }) => errorCode)).toEqual([
      0,
      codeOf('INVALID_REQUEST'),
      codeOf('INVALID_REQUEST'),
      codeOf('UNKNOWN_TOPIC_ID'),
    ])
    expect(broker.topics.list().map(({ name }) => name)).toEqual(['kept'])
  })
})

describe('CreatePartitions', () => {
  it.each(versionsOf(createPartitions))('is served in version %i', async (version) => {
    await broker.topics.ensure('orders')
    const topics = [
      { name: 'orders', count: 2, assignments: null },
      { name: 'absent', count: 2, assignments: null },
    ]
    const dry = await call(createPartitions, CreatePartitions, version, { topics, validateOnly: true }, caller)
    expect(dry?.results).toMatchObject([{ errorCode: 0 }, { errorCode: codeOf('UNKNOWN_TOPIC_OR_PARTITION') }])
    expect(broker.topics.existing('orders').partitions).toHaveLength(1)
    await call(createPartitions, CreatePartitions, version, { topics }, caller)
    expect(broker.topics.existing('orders').partitions).toHaveLength(2)
    const again = await call(createPartitions, CreatePartitions, version, { topics }, caller)
    expect(again?.results[0]?.errorCode).toBe(codeOf('INVALID_PARTITIONS'))
  })
})

describe('settings', () => {
  const describeOne = async (version: number, resourceType: number, resourceName: string, keys: string[] | null) => {
    const resources = [{ resourceType, resourceName, configurationKeys: keys }]
    const request = { resources, includeSynonyms: true, includeDocumentation: true }
    return (await call(describeConfigs, DescribeConfigs, version, request, caller))?.results[0]
  }

  it.each(versionsOf(describeConfigs))('are described in version %i', async (version) => {
    await broker.topics.ensure('orders')
    const topic = await describeOne(version, TOPIC, 'orders', null)
    expect(topic?.configs.length).toBeGreaterThan(30)
    const one = await describeOne(version, BROKER, '1', ['num.partitions'])
    expect(one?.configs).toMatchObject([{ name: 'num.partitions', value: '1', readOnly: true, configSource: 5 }])
  })

  it('are told with type, text and where they come from', async () => {
    await broker.topics.ensure('orders')
    const topic = await describeOne(NEWEST.describeConfigs, TOPIC, 'orders', ['retention.ms'])
    expect(topic?.configs).toEqual([
      {
        name: 'retention.ms',
        value: '604800000',
        readOnly: false,
        configSource: 5,
        isSensitive: false,
        configType: 5,
        documentation: expect.stringContaining('How long'),
        synonyms: [{ name: 'log.retention.ms', value: '604800000', source: 5 }],
      },
    ])
  })

  it.each([
    [TOPIC, 'absent', 'UNKNOWN_TOPIC_OR_PARTITION'],
    [TOPIC, 'no good', 'INVALID_TOPIC_EXCEPTION'],
    [BROKER, '7', 'INVALID_REQUEST'],
    [BROKER, 'one', 'INVALID_REQUEST'],
    [99, 'x', 'INVALID_REQUEST'],
  ] as const)('of resource type %i named %j are refused', async (type, name, error) => {
    expect(await describeOne(4, type, name, null)).toMatchObject({ errorCode: codeOf(error), configs: [] })
  })

  it.each(versionsOf(alterConfigs))('are replaced in version %i', async (version) => {
    const topic = await broker.topics.ensure('orders')
    await broker.topics.alterConfigs(topic, { 'segment.ms': '9' })
    const configs = [{ name: 'retention.ms', value: '5' }]
    const resources = [
      { resourceType: TOPIC, resourceName: 'orders', configs },
      { resourceType: TOPIC, resourceName: 'absent', configs },
    ]
    const response = await call(alterConfigs, AlterConfigs, version, { resources }, caller)
    expect(response?.responses.map(({ errorCode }) => errorCode)).toEqual([0, codeOf('UNKNOWN_TOPIC_OR_PARTITION')])
    expect(broker.topics.existing('orders').configs).toEqual({ 'retention.ms': '5' })
  })

  it.each(versionsOf(incrementalAlterConfigs))('are changed one by one in version %i', async (version) => {
    const topic = await broker.topics.ensure('orders')
    await broker.topics.alterConfigs(topic, { 'segment.ms': '9', 'segment.bytes': '2000000' })
    const configs = [
      { name: 'retention.ms', configOperation: 0, value: '5' },
      { name: 'segment.ms', configOperation: 1, value: null },
      { name: 'cleanup.policy', configOperation: 2, value: 'compact' },
    ]
    const resources = [
      { resourceType: TOPIC, resourceName: 'orders', configs },
      {
        resourceType: BROKER,
        resourceName: '',
        configs: [{ name: 'log.retention.ms', configOperation: 0, value: '77' }],
      },
      { resourceType: BROKER, resourceName: '1', configs: [{ name: 'broker.id', configOperation: 0, value: '2' }] },
    ]
    const request = { resources }
    const dry = { ...request, validateOnly: true }
    await call(incrementalAlterConfigs, IncrementalAlterConfigs, version, dry, caller)
    expect(broker.topics.existing('orders').configs).toEqual({ 'segment.ms': '9', 'segment.bytes': '2000000' })
    const response = await call(incrementalAlterConfigs, IncrementalAlterConfigs, version, request, caller)
    expect(response?.responses.map(({ errorCode }) => errorCode)).toEqual([0, 0, codeOf('INVALID_REQUEST')])
    expect(broker.topics.existing('orders').configs).toEqual({
      'retention.ms': '5',
      'segment.bytes': '2000000',
      'cleanup.policy': 'delete,compact',
    })
    expect(broker.configs.layers.cluster).toEqual({ 'log.retention.ms': '77' })
  })

  it.each([
    ['a setting that is there twice', [{ name: 'retention.ms' }, { name: 'retention.ms' }], 'INVALID_REQUEST'],
    ['a null', [{ name: 'retention.ms', value: null }], 'INVALID_REQUEST'],
    ['an unknown operation', [{ name: 'retention.ms', configOperation: 9 }], 'INVALID_REQUEST'],
    ['an unknown setting', [{ name: '__proto__' }], 'INVALID_CONFIG'],
  ] as const)('are refused with %s', async (_, configs, error) => {
    await broker.topics.ensure('orders')
    const given = configs.map((config) => Object.assign({ configOperation: 0, value: '1' }, config))
    const resources = [{ resourceType: TOPIC, resourceName: 'orders', configs: given }]
    const response = await call(incrementalAlterConfigs, IncrementalAlterConfigs, 1, { resources }, caller)
    expect(response?.responses[0]?.errorCode).toBe(codeOf(error))
  })
})

describe('DescribeCluster', () => {
  it.each(versionsOf(describeCluster))('is served in version %i', async (version) => {
    const response = await call(describeCluster, DescribeCluster, version, { endpointType: 1 }, caller)
    expect(response).toMatchObject({
      errorCode: 0,
      clusterId: broker.clusterId,
      controllerId: 1,
      brokers: [{ brokerId: 1, host: '127.0.0.1', port: 9092 }],
    })
  })
})
