import { type Broker, openBroker } from '@millrace/broker'
import { NIL_UUID, seededRandom, systemClocks } from '@millrace/kernel'
import { BatchHeader, buildBatch, memoryLog } from '@millrace/log'
import { beforeEach, describe, expect, it } from 'vitest'
import { codeOf } from '../src/error-codes.ts'
import { produce } from '../src/handlers/0-produce.ts'
import { fetch } from '../src/handlers/1-fetch.ts'
import { listOffsets } from '../src/handlers/2-list-offsets.ts'
import { metadata } from '../src/handlers/3-metadata.ts'
import { deleteRecords } from '../src/handlers/21-delete-records.ts'
import { offsetForLeaderEpoch } from '../src/handlers/23-offset-for-leader-epoch.ts'
import {
  DeleteRecords,
  Fetch,
  type FetchRequest,
  ListOffsets,
  Metadata,
  OffsetForLeaderEpoch,
  Produce,
} from '../src/messages/index.ts'
import { type Caller, call } from './call.ts'

let broker: Broker
let caller: Caller

beforeEach(async () => {
  const clocks = systemClocks()
  broker = await openBroker({ log: memoryLog({ clocks }), clocks, random: seededRandom(1) })
  caller = { broker, clocks }
})

const versionsOf = ({ versions: [from, to] }: { versions: readonly [number, number] }): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

const batch = (...values: string[]): Buffer =>
  buildBatch({ records: values.map((value) => ({ key: 'k', value })), timestamp: Date.now() })

async function produceTo(topic: string, records: Buffer, version = 11, acks = -1) {
  await broker.topics.ensure(topic)
  const topicData = [{ name: topic, partitionData: [{ index: 0, records }] }]
  const response = await call(produce, Produce, version, { acks, topicData }, caller)
  return response?.responses[0]?.partitionResponses[0]
}

describe('Produce', () => {
  it.each(versionsOf(produce))('is served in version %i', async (version) => {
    expect(await produceTo('orders', batch('a', 'b'), version)).toMatchObject({ errorCode: 0, baseOffset: 0 })
    expect(await produceTo('orders', batch('c'), version)).toMatchObject({ errorCode: 0, baseOffset: 2 })
  })

  it('answers for unknown topics beside known ones, in the order of the request', async () => {
    await broker.topics.ensure('known')
    const topicData = ['unknown', 'known', 'other'].map((name) => ({
      name,
      partitionData: [{ index: 0, records: batch(name) }],
    }))
    const response = await call(produce, Produce, 9, { acks: 1, topicData }, caller)
    expect(response?.responses.map(({ partitionResponses }) => partitionResponses[0]?.errorCode)).toEqual([3, 0, 3])
  })

  it('says nothing to acks=0, and throws so that the connection closes when something was wrong', async () => {
    expect(await produceTo('orders', batch('a'), 11, 0)).toBeUndefined()
    await expect(produceTo('orders', Buffer.from('nonsense'), 11, 0)).rejects.toMatchObject({ code: 'INVALID_RECORD' })
  })

  it('refuses zstd before version 7', async () => {
    const zstd = buildBatch({ records: [{ key: 'k', value: 'v' }], timestamp: Date.now(), compression: 'zstd' })
    expect(await produceTo('orders', Buffer.from(zstd), 6)).toMatchObject({
      errorCode: codeOf('UNSUPPORTED_COMPRESSION_TYPE'),
    })
    expect(await produceTo('orders', Buffer.from(zstd), 7)).toMatchObject({ errorCode: 0 })
  })
})

describe('Fetch', () => {
  const ask = (version: number, topicId: string, more: Partial<FetchRequest> = {}, fetchOffset = 0) =>
    call(
      fetch,
      Fetch,
      version,
      {
        maxWaitMs: 0,
        minBytes: 1,
        maxBytes: 1 << 20,
        sessionEpoch: -1,
        topics: [{ topic: 'orders', topicId, partitions: [{ partition: 0, fetchOffset, partitionMaxBytes: 1 << 20 }] }],
        ...more,
      },
      caller,
    )

  it.each(versionsOf(fetch))('is served in version %i', async (version) => {
    await produceTo('orders', batch('a', 'b'))
    const response = await ask(version, broker.topics.existing('orders').id)
    const partition = response?.responses[0]?.partitions[0]
    expect(partition).toMatchObject({ errorCode: 0, highWatermark: 2, lastStableOffset: 2 })
    expect(new BatchHeader(Buffer.concat([partition?.records ?? []].flat())).recordCount).toBe(2)
  })

  it('tells an unknown id from an unknown name', async () => {
    expect((await ask(13, '12345678-1234-4234-8234-123456789abc'))?.responses[0]?.partitions[0]?.errorCode).toBe(
      codeOf('UNKNOWN_TOPIC_ID'),
    )
    expect((await ask(12, NIL_UUID))?.responses[0]?.partitions[0]?.errorCode).toBe(codeOf('UNKNOWN_TOPIC_OR_PARTITION'))
  })

  it('tells only news within a session', async () => {
    await produceTo('orders', batch('a'))
    const id = broker.topics.existing('orders').id
    const first = await ask(13, id, { sessionEpoch: 0 }, 1)
    const sessionId = first?.sessionId ?? 0
    expect(sessionId).toBeGreaterThan(0)
    expect(first?.responses).toHaveLength(1)
    const nothing = { topics: [] }
    expect((await ask(13, id, { ...nothing, sessionId, sessionEpoch: 1 }))?.responses).toEqual([])
    await produceTo('orders', batch('b'))
    expect((await ask(13, id, { ...nothing, sessionId, sessionEpoch: 2 }))?.responses).toHaveLength(1)
    expect((await ask(13, id, { ...nothing, sessionId, sessionEpoch: 9 }))?.errorCode).toBe(
      codeOf('INVALID_FETCH_SESSION_EPOCH'),
    )
    expect((await ask(13, id, { ...nothing, sessionId: 77, sessionEpoch: 1 }))?.errorCode).toBe(
      codeOf('FETCH_SESSION_ID_NOT_FOUND'),
    )
  })
})

describe('ListOffsets', () => {
  const ask = async (version: number, timestamp: number) => {
    const topics = [{ name: 'orders', partitions: [{ partitionIndex: 0, timestamp }] }]
    return (await call(listOffsets, ListOffsets, version, { replicaId: -1, topics }, caller))?.topics[0]?.partitions[0]
  }

  it.each(versionsOf(listOffsets))('is served in version %i', async (version) => {
    await produceTo('orders', batch('a', 'b'))
    expect(await ask(version, -1)).toMatchObject({ errorCode: 0, offset: 2 })
    expect(await ask(version, -2)).toMatchObject({ errorCode: 0, offset: 0 })
  })

  it('refuses a place that its version does not know', async () => {
    await produceTo('orders', batch('a', 'b'))
    expect(await ask(6, -3)).toMatchObject({ errorCode: codeOf('UNSUPPORTED_VERSION') })
    expect(await ask(7, -3)).toMatchObject({ errorCode: 0, offset: 0 })
    expect(await ask(11, -6)).toMatchObject({ errorCode: 0, offset: -1 })
  })
})

describe('Metadata', () => {
  const ask = (version: number, topics: { name: string | null; topicId?: string }[] | null, more = {}) =>
    call(metadata, Metadata, version, { topics, ...more }, caller)

  it.each(versionsOf(metadata))('is served in version %i', async (version) => {
    const response = await ask(version, [{ name: 'orders' }])
    expect(response?.brokers).toMatchObject([{ nodeId: 1, host: '127.0.0.1', port: 9092 }])
    expect(response?.topics).toMatchObject([
      { errorCode: 0, name: 'orders', partitions: [{ leaderId: 1, isrNodes: [1] }] },
    ])
    const all = await ask(version, version === 0 ? [] : null)
    expect(all?.topics.map(({ name }) => name)).toEqual(['orders'])
  })

  it('gives none for an empty list, and finds topics by id', async () => {
    const { id } = await broker.topics.ensure('orders')
    expect((await ask(1, []))?.topics).toEqual([])
    expect((await ask(12, [{ name: null, topicId: id }]))?.topics).toMatchObject([{ name: 'orders', topicId: id }])
    const unknown = '12345678-1234-4234-8234-123456789abc'
    expect((await ask(12, [{ name: null, topicId: unknown }]))?.topics).toMatchObject([
      { errorCode: codeOf('UNKNOWN_TOPIC_ID'), topicId: unknown },
    ])
  })

  it('refuses ids and null names in versions that do not take them', async () => {
    const { id } = await broker.topics.ensure('orders')
    const invalid = codeOf('INVALID_REQUEST')
    expect((await ask(11, [{ name: 'orders', topicId: id }]))?.topics).toMatchObject([{ errorCode: invalid }])
    expect((await ask(10, [{ name: null }]))?.topics).toMatchObject([{ errorCode: invalid, name: '' }])
    expect((await ask(12, [{ name: null }]))?.topics).toMatchObject([{ errorCode: invalid, name: null }])
  })

  it('makes no topic when the client does not want it, nor one with a bad name', async () => {
    const response = await ask(4, [{ name: 'absent' }, { name: 'no good' }], { allowAutoTopicCreation: false })
    expect(response?.topics.map(({ errorCode }) => errorCode)).toEqual([
      codeOf('UNKNOWN_TOPIC_OR_PARTITION'),
      codeOf('INVALID_TOPIC_EXCEPTION'),
    ])
    expect((await ask(4, [{ name: 'no good' }]))?.topics[0]?.errorCode).toBe(codeOf('INVALID_TOPIC_EXCEPTION'))
    expect(broker.topics.list()).toEqual([])
  })
})

describe('DeleteRecords and OffsetForLeaderEpoch', () => {
  it.each(versionsOf(deleteRecords))('delete before an offset, version %i', async (version) => {
    await produceTo('orders', batch('a', 'b', 'c'))
    const partitions = [0, 5].map((partitionIndex) => ({ partitionIndex, offset: 2 }))
    const response = await call(
      deleteRecords,
      DeleteRecords,
      version,
      { topics: [{ name: 'orders', partitions }] },
      caller,
    )
    expect(response?.topics[0]?.partitions).toMatchObject([
      { errorCode: 0, lowWatermark: 2 },
      { errorCode: codeOf('UNKNOWN_TOPIC_OR_PARTITION'), lowWatermark: -1 },
    ])
  })

  it.each(versionsOf(offsetForLeaderEpoch))('tell where an epoch ends, version %i', async (version) => {
    await produceTo('orders', batch('a', 'b', 'c'))
    const partitions = [
      { partition: 0, currentLeaderEpoch: -1, leaderEpoch: 0 },
      { partition: 0, currentLeaderEpoch: 0, leaderEpoch: 4 },
      { partition: 0, currentLeaderEpoch: 4, leaderEpoch: 0 },
    ]
    const topics = [{ topic: 'orders', partitions }]
    const response = await call(offsetForLeaderEpoch, OffsetForLeaderEpoch, version, { topics }, caller)
    expect(response?.topics[0]?.partitions).toMatchObject([
      { errorCode: 0, leaderEpoch: 0, endOffset: 3 },
      { errorCode: 0, leaderEpoch: -1, endOffset: -1 },
      { errorCode: codeOf('UNKNOWN_LEADER_EPOCH') },
    ])
  })
})
