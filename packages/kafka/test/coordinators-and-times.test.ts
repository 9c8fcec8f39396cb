import { type Broker, openBroker } from '@millrace/broker'
import { NIL_UUID, seededRandom, systemClocks } from '@millrace/kernel'
import { buildBatch, memoryLog } from '@millrace/log'
import { beforeEach, expect, it } from 'vitest'
import { codeOf } from '../src/error-codes.ts'
import { handlers } from '../src/handlers/index.ts'
import {
  AddPartitionsToTxn,
  CreatePartitions,
  IncrementalAlterConfigs,
  InitProducerId,
  ListOffsets,
  Metadata,
  OffsetCommit,
  Produce,
} from '../src/messages/index.ts'
import { type Caller, call } from './call.ts'

let broker: Broker
let caller: Caller
const h = (name: string) => handlers.find((each) => each.name === name) as (typeof handlers)[number]

beforeEach(async () => {
  const clocks = systemClocks()
  broker = await openBroker({ log: memoryLog({ clocks }), clocks, random: seededRandom(1) })
  caller = { broker, clocks }
})

it.each([10, 11])('Metadata v%i refuses a null name instead of breaking an invariant', async (version) => {
  await expect(
    call(h('Metadata'), Metadata, version, { topics: [{ name: null, topicId: NIL_UUID }] }, caller),
  ).resolves.toBeDefined()
})

it('refuses more partitions for __consumer_offsets: groups would be looked for in others', async () => {
  await broker.topics.ensure('t')
  await call(
    h('OffsetCommit'),
    OffsetCommit,
    9,
    { groupId: 'g', topics: [{ name: 't', partitions: [{ partitionIndex: 0, committedOffset: 1 }] }] },
    caller,
  )
  const response = await call(
    h('CreatePartitions'),
    CreatePartitions,
    3,
    { topics: [{ name: '__consumer_offsets', count: 5, assignments: null }] },
    caller,
  )
  expect(response?.results[0]?.errorCode).not.toBe(0)
})

it('refuses to let __consumer_offsets forget by time', async () => {
  await broker.topics.ensure('__consumer_offsets')
  const configs = [{ name: 'cleanup.policy', configOperation: 0, value: 'delete' }]
  const response = await call(
    h('IncrementalAlterConfigs'),
    IncrementalAlterConfigs,
    1,
    { resources: [{ resourceType: 2, resourceName: '__consumer_offsets', configs }] },
    caller,
  )
  expect(response?.responses[0]?.errorCode).not.toBe(0)
})

it('ListOffsets -3 gives nothing beyond the last stable offset to who reads committed', async () => {
  await broker.topics.ensure('t')
  const init = await call(
    h('InitProducerId'),
    InitProducerId,
    4,
    { transactionalId: 'x', transactionTimeoutMs: 10_000, producerId: -1, producerEpoch: -1 },
    caller,
  )
  const id = init?.producerId ?? 0
  await call(
    h('AddPartitionsToTxn'),
    AddPartitionsToTxn,
    3,
    {
      v3AndBelowTransactionalId: 'x',
      v3AndBelowProducerId: id,
      v3AndBelowProducerEpoch: 0,
      v3AndBelowTopics: [{ name: 't', partitions: [0] }],
    },
    caller,
  )
  const records = buildBatch({
    records: [{ value: 'a' }],
    timestamp: Date.now(),
    transactional: true,
    producer: { id, epoch: 0, sequence: 0 },
  })
  await call(
    h('Produce'),
    Produce,
    9,
    { transactionalId: 'x', acks: -1, topicData: [{ name: 't', partitionData: [{ index: 0, records }] }] } as never,
    caller,
  )
  const response = await call(
    h('ListOffsets'),
    ListOffsets,
    7,
    { isolationLevel: 1, topics: [{ name: 't', partitions: [{ partitionIndex: 0, timestamp: -3 }] }] },
    caller,
  )
  expect(response?.topics[0]?.partitions[0]?.offset).toBe(-1)
})

it('ListOffsets says UNSUPPORTED_VERSION of a time that stands for nothing, and INVALID_REQUEST of a partition twice', async () => {
  await broker.topics.ensure('t')
  const ask = async (...timestamps: number[]) => {
    const partitions = timestamps.map((timestamp) => ({ partitionIndex: 0, timestamp }))
    const response = await call(h('ListOffsets'), ListOffsets, 7, { topics: [{ name: 't', partitions }] }, caller)
    return response?.topics[0]?.partitions.map(({ errorCode }) => errorCode)
  }
  expect(await ask(-7)).toEqual([codeOf('UNSUPPORTED_VERSION')])
  expect((await ask(-1, -2))?.every((code) => code === codeOf('INVALID_REQUEST'))).toBe(true)
})
