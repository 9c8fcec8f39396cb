import { buildBatch, sealCrc, type CompressionName, type NewBatch, type NewRecord } from '@millrace/log'
import type { Struct } from '@millrace/kernel'
import {
  DeleteRecords,
  DescribeProducers,
  Fetch,
  ListOffsets,
  OffsetForLeaderEpoch,
  Produce,
} from '../../../../../packages/kafka/src/messages/index.ts'
import type { Ask } from '../ask.ts'
import { type Drawn, type Names, drawn } from '../names.ts'
import { type KnownProducer, STRANGE_ID, type World } from '../world.ts'

const LARGE = 1 << 20
const CODECS: readonly CompressionName[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

/** Ways to spoil a batch; each leaves it so that only this is wrong. To no batch at all Kafka may never answer. */
const SPOILT: readonly ((batch: Buffer) => Buffer)[] = [
  () => Buffer.alloc(0),
  (batch) => batch.subarray(0, 40),
  (batch) => batch.subarray(0, batch.length - 1),
  (batch) => edited(batch, (copy) => copy.writeUInt32BE(0, 17), false),
  (batch) => edited(batch, (copy) => copy.writeUInt8(1, 16)),
  (batch) => edited(batch, (copy) => copy.writeUInt8(3, 16)),
  (batch) => edited(batch, (copy) => copy.writeInt32BE(9, 57)),
  (batch) => edited(batch, (copy) => copy.writeInt32BE(0, 57)),
  (batch) => edited(batch, (copy) => copy.writeUInt16BE(0x20, 21)),
  (batch) => Buffer.concat([batch, batch]),
]

function edited(batch: Buffer, edit: (copy: Buffer) => void, isSealed = true): Buffer {
  const copy = Buffer.from(batch)
  edit(copy)
  if (isSealed) sealCrc(copy, 0, copy.length)
  return copy
}

export function produce(world: World, version: number): Ask {
  const acks = world.mostly(-1, [1, 0, 7], 0.85)
  if (world.chance(0.35)) return produceInOrder(world, version)
  // What is spoilt comes alone: Kafka may refuse all of a request for it.
  const isSpoilt = world.chance(0.15)
  const topics = isSpoilt || acks === 0 ? [world.one(world.lasting)] : world.few(() => world.topic(), 2)
  const part = (): Struct =>
    isSpoilt
      ? { index: world.below(2), records: world.one(SPOILT)(buildBatch({ records: records(world) })) }
      : { index: world.partition(), records: batch(world) }
  const request = {
    transactionalId: null,
    acks,
    timeoutMs: 10_000,
    topicData: [...new Set(topics)].map((name) => ({ name, partitionData: [part()] })),
  }
  return { message: Produce, version, request, isUnanswered: acks === 0 }
}

/** What is compressed stays closed here: what is wrong in there is not seen (the broker's README says so). */
const batch = (world: World): Buffer =>
  buildBatch({ records: records(world), compression: world.mostly('none', CODECS, 0.5) })

const records = (world: World): NewRecord[] =>
  world.few(() => ({
    key: world.mostly<string | null>(`k${world.below(4)}`, [null], 0.9),
    value: world.mostly<string | null>('v'.repeat(1 + world.below(30)), [null, 'w'.repeat(3000)], 0.9),
    timestamp: world.start - world.mostly(world.below(60_000), [-4_000_000, world.start + 1], 0.95),
  }))

/** A batch of an idempotent or transactional producer: the next one, one again, or one that cannot come now. */
function produceInOrder(world: World, version: number): Ask {
  const producer = world.one(world.producers)
  const [name, index] = [world.one(world.lasting.slice(0, 2)), world.below(2)]
  const place = `${name}/${index}`
  const next = producer.sequences.get(place) ?? 0
  const sequence = world.mostly(next, [0, Math.max(0, next - 1), next + 3], 0.8)
  const epochPlus = world.mostly(0, [1, -1], 0.9)
  const records = world.few(() => ({ key: 'k', value: `v${world.below(100)}`, timestamp: world.start }))
  const own = { records, sequence, transactional: world.mostly(producer.transactionalId !== null, [true, false], 0.9) }
  return {
    message: Produce,
    version,
    request: {
      transactionalId: producer.transactionalId,
      acks: -1,
      timeoutMs: 10_000,
      topicData: [{ name, partitionData: [{ index, records: sealed(producer, own, epochPlus) }] }],
    },
    heard: (answer) => {
      const [topic] = answer['responses'] as readonly { readonly partitionResponses: readonly Struct[] }[]
      if (topic?.partitionResponses[0]?.['errorCode'] === 0) producer.sequences.set(place, sequence + records.length)
    },
  }
}

const sealed =
  ({ name }: KnownProducer, batch: NewBatch & { readonly sequence: number }, epochPlus: number): Drawn =>
  (names: Names) => {
    const epoch = Math.max(0, names.get(`epoch ${name}`, 0) + epochPlus)
    const id = names.get(`producer ${name}`, 4_000_000_000)
    return buildBatch({ ...batch, producer: { id, epoch, sequence: batch.sequence } })
  }

export function fetch(world: World, version: number): Ask {
  const isSession = version >= 7 && world.chance(0.3)
  const topic = world.mostly(world.topic(), [`${world.prefix}nowhere`])
  const partitions = world.few(() => fetchedPartition(world), 2)
  const session = drawn('session', 77)
  const request = {
    replicaId: -1,
    maxWaitMs: 10,
    minBytes: world.one([0, 1]),
    maxBytes: world.mostly(LARGE, [0, 1]),
    isolationLevel: world.below(2),
    sessionId: isSession ? world.mostly<unknown>(session, [0, 99]) : 0,
    sessionEpoch: isSession ? world.one([0, 1, 2, -1]) : -1,
    topics: [{ topic, topicId: world.mostly<unknown>(world.topicId(topic), [STRANGE_ID], 0.9), partitions }],
  }
  return { message: Fetch, version, request, learns: learnSession }
}

const learnSession = (answer: Struct, names: Names): void => {
  if (Number(answer['sessionId']) > 0) names.learn('session', answer['sessionId'])
}

const fetchedPartition = (world: World): Struct => ({
  partition: world.partition(),
  fetchOffset: world.mostly(world.below(12), [-1, 9999], 0.9),
  partitionMaxBytes: world.mostly(LARGE, [1, 0]),
  currentLeaderEpoch: world.mostly(-1, [0, 5], 0.9),
  lastFetchedEpoch: -1,
})

export function listOffsets(world: World, version: number): Ask {
  const times = [-1, -2, -3, -4, -5, -6, -7, 0, world.start - 30_000, world.start, world.start + 9_000_000]
  const partition = (): Struct => ({
    partitionIndex: world.partition(),
    timestamp: world.one(times),
    currentLeaderEpoch: world.mostly(-1, [0, 5], 0.9),
  })
  const topics = [{ name: world.topic(), partitions: world.few(partition) }]
  return { message: ListOffsets, version, request: { replicaId: -1, isolationLevel: world.below(2), topics } }
}

export function deleteRecords(world: World, version: number): Ask {
  const partitions = [{ partitionIndex: world.partition(), offset: world.one([0, 0, 1, 2, 3, -1, -2, 9999]) }]
  const topics = [{ name: world.topic(), partitions }]
  return { message: DeleteRecords, version, request: { timeoutMs: 10_000, topics } }
}

export function offsetForLeaderEpoch(world: World, version: number): Ask {
  const partition = (): Struct => ({
    partition: world.partition(),
    currentLeaderEpoch: world.mostly(-1, [0, 5]),
    leaderEpoch: world.one([0, -1, 5]),
  })
  const topics = [{ topic: world.topic(), partitions: world.few(partition, 2) }]
  return { message: OffsetForLeaderEpoch, version, request: { replicaId: -1, topics } }
}

export function describeProducers(world: World, version: number): Ask {
  const topics = [{ name: world.topic(), partitionIndexes: [world.partition()] }]
  return { message: DescribeProducers, version, request: { topics } }
}
