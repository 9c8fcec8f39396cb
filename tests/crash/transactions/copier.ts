/**
 * Copies one topic to another, partition by partition, exactly once: the copies and the offset of the source are one
 * transaction. `node copier.ts <brokers> <source> <target> <partitions>`. It does not repair itself: at the first error it
 * ends, and is started again.
 */
import { Kafka, Partitioners, logLevel } from 'kafkajs'
import { setTimeout as sleep } from 'node:timers/promises'
import { PartitionReader } from '../partition-reader.ts'

const [brokers = '', source = '', target = '', count = '1'] = process.argv.slice(2)
const partitions = Array.from({ length: Number(count) }, (_, at) => at)
const groupId = `${target}-copier`
const MOST_RECORDS = 200
/** One transaction of so many is aborted on purpose, and its records are read again. */
const ABORT_EVERY = 7

process.on('unhandledRejection', () => process.exit(1))

const kafka = new Kafka({ brokers: [brokers], clientId: 'copier', logLevel: logLevel.NOTHING, retry: { retries: 2 } })
const producer = kafka.producer({
  transactionalId: groupId,
  idempotent: true,
  maxInFlightRequests: 1,
  transactionTimeout: 30_000,
  createPartitioner: Partitioners.DefaultPartitioner,
})
const admin = kafka.admin()
// The producer first: its new epoch ends what an earlier copier left open, so that the offsets read next are final.
await producer.connect()
await admin.connect()

const committed = async (): Promise<number[]> => {
  const [topic] = await admin.fetchOffsets({ groupId, topics: [source] })
  return partitions.map((at) =>
    Math.max(0, Number(topic?.partitions.find(({ partition }) => partition === at)?.offset ?? 0)),
  )
}

let reader = new PartitionReader(brokers, source, await committed())
for (let turn = 1; ; turn++) {
  const partition = turn % partitions.length
  const { records } = await reader.some(partition)
  const taken = records.slice(0, MOST_RECORDS)
  const last = taken.at(-1)
  if (last === undefined) {
    await sleep(20)
    continue
  }
  const transaction = await producer.transaction()
  const messages = taken.map(({ value }) => ({ partition, value }))
  await transaction.send({ topic: target, acks: -1, messages })
  const place = { partition, offset: String(last.offset + 1) }
  await transaction.sendOffsets({ consumerGroupId: groupId, topics: [{ topic: source, partitions: [place] }] })
  const abort = turn % ABORT_EVERY === 0
  await (abort ? transaction.abort() : transaction.commit())
  if (abort || taken.length < records.length) {
    await reader.close()
    reader = new PartitionReader(brokers, source, await committed())
  }
}
