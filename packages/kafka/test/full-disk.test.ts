import { openBroker } from '@millrace/broker'
import { seededRandom, virtualClocks } from '@millrace/kernel'
import { type DiskLog, buildBatch, openLog } from '@millrace/log'
import { simulatedDisk } from '@millrace/testkit'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { codeOf } from '../src/error-codes.ts'
import { produce } from '../src/handlers/0-produce.ts'
import { fetch } from '../src/handlers/1-fetch.ts'
import { deleteTopics } from '../src/handlers/20-delete-topics.ts'
import { DeleteTopics, Fetch, Produce } from '../src/messages/index.ts'
import { type Caller, call } from './call.ts'

const KB = 1024
const START = Date.UTC(2026, 0, 1)
const LIMITS = {
  reserveBytes: 64 * KB,
  freeBytes: 64 * KB,
  flushBytes: 8 * KB,
  tailBytes: 8 * KB,
  chunkBytes: 8 * KB,
  walFileBytes: 32 * KB,
  checkpointBytes: 64 * KB,
}

let log: DiskLog
let caller: Caller

beforeEach(async () => {
  const clocks = virtualClocks(START)
  const random = seededRandom(1)
  const disk = simulatedDisk(1, { capacityBytes: 1024 * KB })
  log = await openLog({ disk: disk.mount(), clocks, random, limits: LIMITS })
  caller = { broker: await openBroker({ log, clocks, random }), clocks }
})
afterEach(async () => {
  await caller.broker.close()
  await log.close()
})

async function produceTo(topic: string): Promise<number | undefined> {
  const records = buildBatch({ records: [{ value: 'x'.repeat(4 * KB) }], timestamp: START })
  const topicData = [{ name: topic, partitionData: [{ index: 0, records }] }]
  const response = await call(produce, Produce, 11, { acks: -1, topicData }, caller)
  return response?.responses[0]?.partitionResponses[0]?.errorCode
}

async function fetchFrom(topic: string): Promise<number | undefined> {
  const partitions = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: KB * KB }]
  const request = { maxBytes: KB * KB, topics: [{ topic, partitions }] }
  const response = await call(fetch, Fetch, 12, request, caller)
  const partition = response?.responses[0]?.partitions[0]
  return partition?.errorCode === 0 ? partition.highWatermark : undefined
}

it('refuses to produce on a full disk, goes on reading, and recovers when a topic is deleted', async () => {
  for (const name of ['large', 'small']) await caller.broker.topics.ensure(name)
  expect(await produceTo('small')).toBe(0)
  let code: number | undefined = 0
  for (let count = 0; count < 1000 && code === 0; count++) code = await produceTo('large')
  expect(code).toBe(codeOf('KAFKA_STORAGE_ERROR'))
  expect(await produceTo('small')).toBe(codeOf('KAFKA_STORAGE_ERROR'))
  expect(await fetchFrom('small')).toBe(1)
  const deleted = await call(deleteTopics, DeleteTopics, 5, { topicNames: ['large'], timeoutMs: 1000 }, caller)
  expect(deleted?.responses).toMatchObject([{ name: 'large', errorCode: 0 }])
  await log.settled()
  expect(await produceTo('small')).toBe(0)
  expect(await fetchFrom('small')).toBe(2)
})
