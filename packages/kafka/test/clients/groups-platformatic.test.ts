import { Admin, Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka'
import { type Broker, openBroker } from '@millrace/broker'
import { seededRandom, systemClocks } from '@millrace/kernel'
import { type Log, memoryLog } from '@millrace/log'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type KafkaServer, startKafkaServer } from '../../src/index.ts'

const clocks = systemClocks()
const silent = { debug() {}, info() {}, warn() {}, error() {} }
const PATIENCE = { timeout: 15_000 }

let log: Log
let broker: Broker
let server: KafkaServer
let port = 0
const open: { close(force?: boolean): Promise<void> }[] = []

async function start(): Promise<void> {
  broker = await openBroker({ log, clocks, random: seededRandom(Date.now()) })
  server = await startKafkaServer({ broker, clocks, log: silent, port })
  port = server.address.port
}

/** The broker goes and comes back on the same port; nothing but its log is left. */
async function restart(): Promise<void> {
  broker.close()
  await server.stop()
  await start()
}

beforeEach(async () => {
  port = 0
  log = memoryLog({ clocks })
  await start()
})

afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close(true).catch(() => undefined)))
  broker.close()
  await server.stop()
})

const base = () => ({ clientId: 'test', bootstrapBrokers: [`127.0.0.1:${port}`], retries: 20, retryDelay: 100 })

async function makeTopic(topic: string, partitions: number): Promise<void> {
  const admin = new Admin(base())
  await admin.createTopics({ topics: [topic], partitions, replicas: 1 })
  await admin.close()
}

async function produce(topic: string, values: readonly string[], partitions: number): Promise<void> {
  const producer = new Producer({ ...base(), serializers: stringSerializers })
  await producer.send({
    messages: values.map((value, index) => ({ topic, value, key: `k${index}`, partition: index % partitions })),
  })
  await producer.close()
}

/** A consumer at work: what it was assigned last, and what it has read. */
async function consume(topic: string, groupInstanceId?: string) {
  const consumer = new Consumer({
    ...base(),
    groupId: 'g',
    deserializers: stringDeserializers,
    heartbeatInterval: 100,
    sessionTimeout: 6_000,
    rebalanceTimeout: 6_000,
    ...(groupInstanceId && { groupInstanceId }),
  })
  open.push(consumer)
  const values: string[] = []
  const stream = await consumer.consume({
    topics: [topic],
    mode: 'committed',
    fallbackMode: 'earliest',
    maxWaitTime: 100,
    autocommit: false,
  })
  stream.on('error', () => undefined)
  const reading = (async () => {
    for await (const message of stream) {
      values.push(message.value)
      await message.commit()
    }
  })().catch(() => undefined)
  const partitions = (): number[] => consumer.assignments?.flatMap((each) => each.partitions).toSorted() ?? []
  return { consumer, values, partitions, reading }
}

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => String(from + index))

describe('@platformatic/kafka: groups', () => {
  it('share a topic, and share it anew when a member goes', { timeout: 40_000 }, async () => {
    await makeTopic('shared', 4)
    const first = await consume('shared')
    await expect.poll(() => first.partitions(), PATIENCE).toEqual([0, 1, 2, 3])
    const second = await consume('shared')
    await expect.poll(() => [first.partitions().length, second.partitions().length], PATIENCE).toEqual([2, 2])
    await produce('shared', numbers(0, 20), 4)
    // The client may go on fetching what it has just lost: each is read once at least.
    const read = () => [...new Set([...first.values, ...second.values].map(Number))].toSorted((a, b) => a - b)
    await expect.poll(read, PATIENCE).toEqual(numbers(0, 20).map(Number))
    await second.consumer.close(true)
    await expect.poll(() => first.partitions(), PATIENCE).toEqual([0, 1, 2, 3])
  })

  it('keep the place of a static member that goes and comes back', { timeout: 40_000 }, async () => {
    await makeTopic('static', 4)
    const first = await consume('static', 'one')
    const second = await consume('static', 'two')
    await expect.poll(() => [first.partitions().length, second.partitions().length], PATIENCE).toEqual([2, 2])
    const { membership, administration } = broker.groups
    const before = await administration.describe('g')
    const held = second.partitions()
    const generation = second.consumer.generationId
    // A second process under the same name: the first is fenced, nobody rebalances.
    const again = await consume('static', 'two')
    await expect.poll(() => again.partitions(), PATIENCE).toEqual(held)
    expect(again.consumer.generationId).toBe(generation)
    const after = await administration.describe('g')
    expect(after?.state).toBe('Stable')
    expect(after?.members.map(({ instanceId }) => instanceId)).toEqual(
      before?.members.map(({ instanceId }) => instanceId),
    )
    const fenced = before?.members.find(({ instanceId }) => instanceId === 'two')
    const beat = { groupId: 'g', memberId: fenced?.memberId ?? '', instanceId: 'two', generation }
    expect(await membership.heartbeat(beat)).toEqual({ error: 'FENCED_INSTANCE_ID' })
  })

  it('go on after a restart of the broker, where they were', { timeout: 40_000 }, async () => {
    await makeTopic('kept', 1)
    await produce('kept', numbers(0, 10), 1)
    const consumer = await consume('kept')
    await expect.poll(() => consumer.values, PATIENCE).toEqual(numbers(0, 10))
    const committed = () =>
      broker.groups.offsets
        .fetch({ groupId: 'g', partitions: undefined, requireStable: true })
        .then(({ partitions }) => partitions.map((each) => each.committed?.offset))
    await expect.poll(committed, PATIENCE).toEqual([10])
    const before = await broker.groups.administration.describe('g')
    await restart()
    expect(await committed()).toEqual([10])
    expect(await broker.groups.administration.describe('g')).toEqual(before)
    await produce('kept', numbers(10, 20), 1)
    const next = await consume('kept')
    await expect.poll(() => [...new Set([...consumer.values, ...next.values])], PATIENCE).toEqual(numbers(0, 20))
    await expect.poll(committed, PATIENCE).toEqual([20])
  })
})
