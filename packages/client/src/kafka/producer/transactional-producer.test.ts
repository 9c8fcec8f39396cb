import { Fault, virtualClocks } from '@millrace/kernel'
import { expect, it } from 'vitest'
import type { Cluster } from '../cluster.ts'
import { idempotentProducer } from './producer.ts'
import { TransactionalKafkaProducer, type Transaction } from './transactional-producer.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A cluster whose topic `out` is known once its look-up is answered; what it is asked for is in `calls`. */
function fakedCluster() {
  const calls: string[] = []
  let cached: { leaders: { host: string; port: number }[] } | undefined
  let asked = 0
  const answer = Promise.withResolvers<void>()
  const found = { errorCode: 0, producerId: 1n, producerEpoch: 0, resultsByTransaction: [], topics: [] }
  const produce = async (_broker: unknown, name: string, ...args: unknown[]) => {
    calls.push(`${name} ${(args[2] as { value: Buffer }[]).map(({ value }) => value.toString()).join()}`)
    return { responses: [{ name: 'out', partitionResponses: [{ index: 0, errorCode: 0, baseOffset: 0n }] }] }
  }
  const cluster = {
    ports: { clocks: virtualClocks(0) },
    kafka: { NumericMap: Map },
    failures: { nameOf: () => 'NONE', retriable: () => false },
    nameOf: (error: Fault) => error.code,
    connections: () => ({ call: produce, close: async () => undefined }),
    cached: () => cached,
    persist: async () => {
      asked++
      await answer.promise
      cached = { leaders: [{ host: 'h', port: 1 }] }
      return 1
    },
    callAny: async () => found,
    callCoordinator: async (_connections: unknown, _call: unknown, name: string, ...args: unknown[]) => {
      calls.push(name === 'EndTxn' ? `EndTxn ${args[3] === true ? 'commit' : 'abort'}` : name)
      return found
    },
  }
  return { cluster: cluster as unknown as Cluster, calls, answer, asked: () => asked }
}

const writes = (calls: string[]): string[] => calls.filter((call) => /^Produce|^EndTxn/.test(call))
const record = (value: string) => ({ topic: 'out', key: null, value })
const offsets = { group: 'g', generation: 1, memberId: 'm', offsets: [{ topic: 'in', partition: 0, offset: 5 }] }

it('commits after the records that waited for the partitions of their topic', async () => {
  const { cluster, calls, answer, asked } = fakedCluster()
  const done = new TransactionalKafkaProducer(cluster, 'id', {}).transaction(async (transaction) => {
    for (const value of ['a', 'b', 'c']) transaction.post(record(value))
    await transaction.commitOffsets(offsets)
  })
  await turn()
  answer.resolve()
  await done
  expect(writes(calls)).toEqual(['Produce a,b,c', 'EndTxn commit'])
  expect(asked()).toBe(1)
})

it('commits after the records that waited for room', async () => {
  const { cluster, calls, answer } = fakedCluster()
  answer.resolve()
  await new TransactionalKafkaProducer(cluster, 'id', { bufferBytes: 1 }).transaction(async (transaction) => {
    for (const value of ['a', 'b', 'c']) transaction.post(record(value))
  })
  const sent = ['Produce a', 'Produce b', 'Produce c', 'EndTxn commit']
  expect(writes(calls)).toEqual(sent)
})

it('sends nothing of an aborted transaction in the next, wherever it waited', async () => {
  const { cluster, calls, answer } = fakedCluster()
  const producer = new TransactionalKafkaProducer(cluster, 'id', {})
  let late: Promise<unknown> | undefined
  const abort = async (transaction: Transaction): Promise<void> => {
    late = transaction.send(record('aborted'))
    throw new Error('no')
  }
  await expect(producer.transaction(abort)).rejects.toThrow('no')
  await expect(late).rejects.toMatchObject({ code: 'TRANSACTION_ABORTED' })
  const next = producer.transaction((transaction) => transaction.send(record('next')))
  answer.resolve()
  await next
  expect(writes(calls)).toEqual(['Produce next', 'EndTxn commit'])
})

it('aborts when the topic of a posted record is not there', async () => {
  const { cluster, calls, answer, asked } = fakedCluster()
  const done = new TransactionalKafkaProducer(cluster, 'id', {}).transaction(async (transaction) => {
    for (const value of ['a', 'b']) transaction.post(record(value))
    await transaction.commitOffsets(offsets)
  })
  answer.reject(new Fault('UNKNOWN_TOPIC_OR_PARTITION', 'not there'))
  await expect(done).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION' })
  expect(calls).not.toContain('EndTxn commit')
  expect(asked()).toBe(1)
})

it('flushes what waits for the partitions of its topic', async () => {
  const { cluster, calls, answer } = fakedCluster()
  const producer = idempotentProducer(cluster, {})
  const sent = producer.send(record('a'))
  const flushed = producer.flush().then(() => calls.push('flushed'))
  await turn()
  answer.resolve()
  await Promise.all([sent, flushed])
  expect(calls).toEqual(['Produce a', 'flushed'])
})

it('refuses what would wait beside 100,000 others', async () => {
  const { cluster, answer } = fakedCluster()
  const failures: unknown[] = []
  const producer = new TransactionalKafkaProducer(cluster, 'id', {})
  const done = producer.transaction(async (transaction) => {
    for (let count = 0; count < 100_001; count++) transaction.post(record(''))
  })
  answer.resolve()
  await done.catch((error: unknown) => failures.push(error))
  expect(failures).toMatchObject([{ code: 'LIMIT_EXCEEDED' }])
})
