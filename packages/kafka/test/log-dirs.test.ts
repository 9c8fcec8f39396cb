import { type Broker, type Volume, openBroker } from '@millrace/broker'
import { Fault, seededRandom, systemClocks } from '@millrace/kernel'
import { memoryLog } from '@millrace/log'
import { beforeEach, describe, expect, it } from 'vitest'
import { codeOf } from '../src/error-codes.ts'
import { alterReplicaLogDirs } from '../src/handlers/34-alter-replica-log-dirs.ts'
import { describeLogDirs } from '../src/handlers/35-describe-log-dirs.ts'
import { AlterReplicaLogDirs, DescribeLogDirs } from '../src/messages/index.ts'
import { type Caller, call } from './call.ts'

const DIRECTORY = '/srv/millrace/log'
const empty = { partitionSize: 0, offsetLag: 0, isFutureKey: false }

let broker: Broker
let caller: Caller
let space: Volume['space']

beforeEach(async () => {
  const clocks = systemClocks()
  space = () => Promise.resolve({ totalBytes: 1000, usableBytes: 400 })
  const volume = { directory: DIRECTORY, space: () => space() }
  broker = await openBroker({ log: memoryLog({ clocks }), clocks, random: seededRandom(1), volume })
  caller = { broker, clocks }
  for (const name of ['orders', 'customers']) {
    await broker.topics.create({ name, partitionCount: 2, replicationFactor: 1, assignments: [], configs: [] })
  }
})

describe('DescribeLogDirs', () => {
  const asked = (topics: { topic: string; partitions: number[] }[] | null, version: number) =>
    call(describeLogDirs, DescribeLogDirs, version, { topics }, caller)

  it.each([1, 2, 3, 4, 5])('tells of every partition in version %i', async (version) => {
    const partitions = [0, 1].map((partitionIndex) => ({ partitionIndex, ...empty }))
    expect(await asked(null, version)).toMatchObject({
      errorCode: 0,
      results: [
        {
          errorCode: 0,
          logDir: DIRECTORY,
          topics: [
            { name: 'orders', partitions },
            { name: 'customers', partitions },
          ],
          totalBytes: version < 4 ? -1 : 1000,
          usableBytes: version < 4 ? -1 : 400,
          isCordoned: false,
        },
      ],
    })
  })

  it('tells of what was asked for, once, and leaves out what there is not', async () => {
    const topics = [
      { topic: 'orders', partitions: [1, 7] },
      { topic: 'orders', partitions: [1] },
      { topic: 'customers', partitions: [2] },
      { topic: 'nobody', partitions: [0] },
    ]
    const response = await asked(topics, 5)
    expect(response?.results[0]?.topics).toEqual([{ name: 'orders', partitions: [{ partitionIndex: 1, ...empty }] }])
  })

  it('answers for the directory when the file system does not', async () => {
    space = () => Promise.reject(new Fault('EIO', 'a disk that does not answer'))
    expect((await asked(null, 5))?.results).toMatchObject([
      { errorCode: codeOf('KAFKA_STORAGE_ERROR'), logDir: DIRECTORY, topics: [] },
    ])
  })
})

describe('AlterReplicaLogDirs', () => {
  it.each([1, 2])('leaves partitions where they are in version %i, and knows no other directory', async (version) => {
    const dirs = [
      { path: DIRECTORY, topics: [{ name: 'orders', partitions: [0, 5] }] },
      { path: '/elsewhere', topics: [{ name: 'orders', partitions: [1] }] },
      { path: DIRECTORY, topics: [{ name: 'nobody', partitions: [0] }] },
    ]
    const response = await call(alterReplicaLogDirs, AlterReplicaLogDirs, version, { dirs }, caller)
    expect(response?.results).toEqual([
      {
        topicName: 'orders',
        partitions: [
          { partitionIndex: 0, errorCode: 0 },
          { partitionIndex: 5, errorCode: codeOf('UNKNOWN_TOPIC_OR_PARTITION') },
          { partitionIndex: 1, errorCode: codeOf('LOG_DIR_NOT_FOUND') },
        ],
      },
      { topicName: 'nobody', partitions: [{ partitionIndex: 0, errorCode: codeOf('UNKNOWN_TOPIC_OR_PARTITION') }] },
    ])
  })
})
