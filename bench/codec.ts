/**
 * How long the Kafka codec takes: `npm run bench -- codec`. Prints the median over rounds, in microseconds per message,
 * beside a hand-written straight-line decoder of the same bytes as the measure of what the tables cost.
 */
import { type ByteReader, ChunkWriter, FrameReader, type Schema, codec, filled } from '@millrace/kernel'
import { Fetch, type FetchRequest, Metadata, Produce } from '../packages/kafka/src/messages/index.ts'

const ROUNDS = 40
const PER_ROUND = 500
const PARTITIONS = 100

const ids = Array.from({ length: PARTITIONS }, (_, partition) => partition)

const fetchRequest = filled(Fetch.request, {
  maxWaitMs: 500,
  minBytes: 1,
  topics: [
    {
      topic: 'orders',
      topicId: '0192f7c4-6d1a-7b3e-9c55-2f6f5f3c1a10',
      partitions: ids.map((partition) => ({
        partition,
        fetchOffset: 1_000_000 + partition,
        partitionMaxBytes: 1 << 20,
      })),
    },
  ],
})

const produceRequest = filled(Produce.request, {
  acks: -1,
  timeoutMs: 30_000,
  topicData: [{ name: 'orders', partitionData: ids.map((index) => ({ index, records: Buffer.alloc(16_384) })) }],
})

const metadataResponse = filled(Metadata.response, {
  brokers: [{ nodeId: 1, host: '127.0.0.1', port: 9092 }],
  clusterId: 'q1w2e3r4t5y6u7i8o9p0aa',
  controllerId: 1,
  topics: [
    {
      errorCode: 0,
      name: 'orders',
      partitions: ids.map((partitionIndex) => ({
        errorCode: 0,
        partitionIndex,
        leaderId: 1,
        leaderEpoch: 0,
        replicaNodes: [1],
        isrNodes: [1],
      })),
    },
  ],
})

function median(run: () => void): number {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.hrtime.bigint()
    for (let count = 0; count < PER_ROUND; count++) run()
    times.push(Number(process.hrtime.bigint() - start) / 1000 / PER_ROUND)
  }
  return times.sort((a, b) => a - b)[ROUNDS >> 1] as number
}

const encoded = <T>(schema: Schema<T>, version: number, value: T): Buffer => {
  const writer = new ChunkWriter()
  codec(schema, version).encode(writer, value)
  return Buffer.concat(writer.chunks())
}

function report<T>(name: string, schema: Schema<T>, version: number, value: T): void {
  const { decode, encode } = codec(schema, version)
  const bytes = encoded(schema, version, value)
  const row = {
    decode: median(() => decode(new FrameReader(bytes))),
    encode: median(() => {
      const writer = new ChunkWriter()
      encode(writer, value)
      writer.chunks()
    }),
  }
  const figures = `decode ${row.decode.toFixed(1).padStart(6)} us   encode ${row.encode.toFixed(1).padStart(6)} us`
  console.log(`${`${name} v${version}`.padEnd(26)} ${String(bytes.length).padStart(8)} B   ${figures}`)
}

/** Fetch v11 by hand: what a generator of straight-line code could reach. */
function straightLine(reader: ByteReader): FetchRequest {
  const head = {
    replicaId: reader.int32(),
    maxWaitMs: reader.int32(),
    minBytes: reader.int32(),
    maxBytes: reader.int32(),
  }
  const session = { isolationLevel: reader.int8(), sessionId: reader.int32(), sessionEpoch: reader.int32() }
  const topics = Array.from({ length: reader.int32() }, () => ({
    topic: reader.utf8(reader.int16()),
    topicId: '',
    partitions: straightLinePartitions(reader),
  }))
  const forgotten = reader.int32()
  const rackId = reader.utf8(reader.int16())
  const replicaState = { replicaId: -1, replicaEpoch: -1 }
  return { clusterId: null, replicaState, ...head, ...session, topics, forgottenTopicsData: Array(forgotten), rackId }
}

function straightLinePartitions(reader: ByteReader): FetchRequest['topics'][number]['partitions'] {
  const count = reader.int32()
  const partitions: FetchRequest['topics'][number]['partitions'][number][] = []
  for (let index = 0; index < count; index++) {
    partitions.push({
      partition: reader.int32(),
      currentLeaderEpoch: reader.int32(),
      fetchOffset: reader.int64(),
      logStartOffset: reader.int64(),
      partitionMaxBytes: reader.int32(),
      lastFetchedEpoch: -1,
      replicaDirectoryId: '',
      highWatermark: -1,
    })
  }
  return partitions
}

/** Prints one row a message and version. */
export function benchCodec(): Promise<void> {
  console.log(`${PARTITIONS} partitions, median of ${ROUNDS} rounds of ${PER_ROUND}`)
  for (const version of [4, 11, 12, 17]) report('Fetch request', Fetch.request, version, fetchRequest)
  const bytes = encoded(Fetch.request, 11, fetchRequest)
  console.log(
    `${'the same, by hand v11'.padEnd(26)} ${' '.repeat(10)}   decode ${median(() =>
      straightLine(new FrameReader(bytes)),
    )
      .toFixed(1)
      .padStart(6)} us`,
  )
  for (const version of [7, 11]) report('Produce request, 16 KB', Produce.request, version, produceRequest)
  for (const version of [8, 12]) report('Metadata response', Metadata.response, version, metadataResponse)
  return Promise.resolve()
}
