import { buildBatch, memoryLog } from '@millrace/log'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Broker, openBroker } from '@millrace/broker'
import { seededRandom, virtualClocks } from '@millrace/kernel'
import { codeOf } from '../src/error-codes.ts'
import { produce } from '../src/handlers/0-produce.ts'
import { initProducerId } from '../src/handlers/22-init-producer-id.ts'
import { addPartitionsToTxn } from '../src/handlers/24-add-partitions-to-txn.ts'
import { addOffsetsToTxn } from '../src/handlers/25-add-offsets-to-txn.ts'
import { endTxn } from '../src/handlers/26-end-txn.ts'
import { txnOffsetCommit } from '../src/handlers/28-txn-offset-commit.ts'
import { describeProducers } from '../src/handlers/61-describe-producers.ts'
import {
  AddOffsetsToTxn,
  AddPartitionsToTxn,
  DescribeProducers,
  EndTxn,
  InitProducerId,
  Produce,
  TxnOffsetCommit,
} from '../src/messages/index.ts'
import { type Caller, call } from './call.ts'

const NOW = 1_767_225_600_000

let caller: Caller
let broker: Broker

beforeEach(async () => {
  const clocks = virtualClocks(NOW)
  broker = await openBroker({ log: memoryLog({ clocks }), clocks, random: seededRandom(1) })
  caller = { broker, clocks }
  await broker.topics.ensure('t')
})

const init = (version: number, request: object) =>
  call(initProducerId, InitProducerId, version, { transactionTimeoutMs: 60_000, ...request }, caller)

const add = async (version: number, epoch: number, partitions: number[], topic = 't') => {
  const request = {
    v3AndBelowTransactionalId: 'x',
    v3AndBelowProducerId: 0,
    v3AndBelowProducerEpoch: epoch,
    v3AndBelowTopics: [{ name: topic, partitions }],
  }
  const response = await call(addPartitionsToTxn, AddPartitionsToTxn, version, request, caller)
  return response?.resultsByTopicV3AndBelow?.[0]?.resultsByPartition.map(({ partitionErrorCode }) => partitionErrorCode)
}

const send = async (version: number, sequence: number) => {
  const producer = { id: 0, epoch: 0, sequence }
  const records = buildBatch({ records: [{ value: 'v' }], timestamp: NOW, producer, transactional: true })
  const topicData = [{ name: 't', partitionData: [{ index: 0, records }] }]
  const response = await call(produce, Produce, version, { transactionalId: 'x', acks: -1, topicData }, caller)
  return response?.responses[0]?.partitionResponses[0]?.errorCode
}

describe('InitProducerId', () => {
  it.each([0, 1, 2, 3, 4, 5])('gives the first producer id 0 in version %i', async (version) => {
    expect(await init(version, { transactionalId: 'x' })).toMatchObject({
      errorCode: 0,
      producerId: 0,
      producerEpoch: 0,
    })
  })

  it.each([
    [3, 'INVALID_PRODUCER_EPOCH'],
    [4, 'PRODUCER_FENCED'],
  ] as const)('tells a producer of the past in version %i by %s', async (version, error) => {
    await init(version, { transactionalId: 'x' })
    const response = await init(version, { transactionalId: 'x', producerId: 0, producerEpoch: 9 })
    expect(response).toMatchObject({ errorCode: codeOf(error), producerId: -1 })
  })

  it('wants an id and an epoch together', async () => {
    expect(await init(3, { transactionalId: 'x', producerEpoch: 3 })).toMatchObject({
      errorCode: codeOf('INVALID_REQUEST'),
    })
  })
})

describe('the requests of a transaction', () => {
  beforeEach(() => init(4, { transactionalId: 'x' }))

  it.each([
    [1, 'INVALID_PRODUCER_EPOCH'],
    [3, 'PRODUCER_FENCED'],
  ] as const)('tell a fenced producer in version %i by %s', async (version, error) => {
    const request = { transactionalId: 'x', producerId: 0, producerEpoch: 7 }
    const code = codeOf(error)
    expect(await add(version, 7, [0])).toEqual([code])
    expect(await call(endTxn, EndTxn, version, request, caller)).toMatchObject({ errorCode: code })
    expect(await call(addOffsetsToTxn, AddOffsetsToTxn, version, request, caller)).toMatchObject({ errorCode: code })
  })

  it('add nothing beside a partition that does not exist', async () => {
    expect(await add(3, 0, [0, 5])).toEqual([codeOf('OPERATION_NOT_ATTEMPTED'), codeOf('UNKNOWN_TOPIC_OR_PARTITION')])
    expect(await add(3, 0, [0], '__transaction_state')).toEqual([codeOf('TOPIC_AUTHORIZATION_FAILED')])
    expect(await send(9, 0)).toBe(codeOf('INVALID_TXN_STATE'))
    expect(await send(11, 0)).toBe(codeOf('TRANSACTION_ABORTABLE'))
  })

  it('are described while the transaction is open, and after', async () => {
    await add(3, 0, [0])
    expect(await send(9, 0)).toBe(0)
    const describe = async () => {
      const request = { topics: [{ name: 't', partitionIndexes: [0, 3] }] }
      const response = await call(describeProducers, DescribeProducers, 0, request, caller)
      return response?.topics[0]?.partitions
    }
    expect(await describe()).toMatchObject([
      { activeProducers: [{ producerId: 0, lastSequence: 0, currentTxnStartOffset: 0, coordinatorEpoch: -1 }] },
      { errorCode: codeOf('UNKNOWN_TOPIC_OR_PARTITION') },
    ])
    const end = { transactionalId: 'x', producerId: 0, producerEpoch: 0, committed: true }
    expect(await call(endTxn, EndTxn, 4, end, caller)).toMatchObject({ errorCode: 0 })
    expect((await describe())?.[0]).toMatchObject({
      activeProducers: [{ currentTxnStartOffset: -1, coordinatorEpoch: 0 }],
    })
  })

  it.each([0, 1, 2, 3, 4])('commit offsets in version %i, each partition answered for itself', async (version) => {
    const producer = { transactionalId: 'x', producerId: 0, producerEpoch: 0, groupId: 'g' }
    const partitions = [0, 8].map((partitionIndex) => ({ partitionIndex, committedOffset: 3, committedMetadata: null }))
    const request = { ...producer, topics: [{ name: 't', partitions }] }
    const commit = async () =>
      (await call(txnOffsetCommit, TxnOffsetCommit, version, request, caller))?.topics[0]?.partitions.map(
        ({ errorCode }) => errorCode,
      )
    const early = codeOf(version < 4 ? 'INVALID_TXN_STATE' : 'TRANSACTION_ABORTABLE')
    expect(await commit()).toEqual([early, codeOf('UNKNOWN_TOPIC_OR_PARTITION')])
    await call(addOffsetsToTxn, AddOffsetsToTxn, 3, producer, caller)
    expect(await commit()).toEqual([0, codeOf('UNKNOWN_TOPIC_OR_PARTITION')])
  })
})
