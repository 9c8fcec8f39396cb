import { Fault } from '@millrace/kernel'
import { type Log, buildBatch } from '@millrace/log'
import { describe, expect, it } from 'vitest'
import { START, type TestBroker, batchOf, testBroker, topicOf } from '../../test/broker.ts'
import type { TransactionalProducer } from './coordinator.ts'

const TIMEOUT_MS = 60_000

async function init(broker: TestBroker, transactionalId: string): Promise<TransactionalProducer> {
  const request = { transactionalId, timeoutMs: TIMEOUT_MS, expected: undefined }
  const reply = await broker.transactions.coordinator.init(request)
  if (reply.error !== 'NONE') throw new Error(reply.error)
  return { transactionalId, ...reply.producer }
}

function send(broker: TestBroker, producer: TransactionalProducer, name: string, index: number, sequence: number) {
  const topic = broker.topics.existing(name)
  const records = batchOf(['v'], { producer: { ...producer, sequence }, transactional: true })
  const { transactionalId } = producer
  return broker.produce.produce({ transactionalId, acks: -1, parts: [{ topic, index, records }] })
}

const stable = (broker: TestBroker, name: string, index = 0) => {
  const partition = broker.topics.partition(broker.topics.existing(name), index)
  return { stable: partition?.lastStableOffset, end: partition?.highWatermark }
}

/** A broker with topics a (2 partitions) and b, and a producer that has written to a-0 and a-1 in a transaction. */
async function withOpenTransaction(): Promise<{ broker: TestBroker; producer: TransactionalProducer }> {
  const broker = await testBroker()
  await topicOf(broker, 'a', 2)
  await topicOf(broker, 'b')
  const producer = await init(broker, 'one')
  const names = [0, 1].map((partition) => ({ topic: 'a', partition }))
  expect(await broker.transactions.coordinator.addPartitions(producer, names)).toBe('NONE')
  for (const { partition } of names) await send(broker, producer, 'a', partition, 0)
  return { broker, producer }
}

/** The broker as it comes back after a crash: the log is all there is. */
async function restarted(broker: TestBroker): Promise<TestBroker> {
  broker.close()
  return testBroker({}, broker.log)
}

describe('the transaction coordinator', () => {
  it('appends all markers and its own state in one frame (T1)', async () => {
    const { broker, producer } = await withOpenTransaction()
    expect(stable(broker, 'a', 1)).toEqual({ stable: 0, end: 1 })
    const before = broker.log.stats().appendedFrames
    expect(await broker.transactions.coordinator.end(producer, true)).toBe('NONE')
    expect(broker.log.stats().appendedFrames).toBe(before + 1)
    expect(stable(broker, 'a', 0)).toEqual({ stable: 2, end: 2 })
    expect(stable(broker, 'a', 1)).toEqual({ stable: 2, end: 2 })
    expect(await broker.transactions.coordinator.end(producer, true)).toBe('NONE')
    expect(broker.log.stats().appendedFrames).toBe(before + 1)
  })

  it('takes up an open transaction after a restart', async () => {
    const { broker, producer } = await withOpenTransaction()
    const again = await restarted(broker)
    await send(again, producer, 'a', 0, 1)
    expect(await again.transactions.coordinator.end(producer, false)).toBe('NONE')
    expect(stable(again, 'a')).toEqual({ stable: 3, end: 3 })
    const partition = again.topics.partition(again.topics.existing('a'), 0)
    expect(partition?.abortedTransactions(0, 3)).toMatchObject([{ producerId: producer.id, firstOffset: 0 }])
  })

  it('aborts a transaction that takes too long, by the liveness clock alone (T4)', async () => {
    const { broker, producer } = await withOpenTransaction()
    await broker.clocks.domain.advance(10 * TIMEOUT_MS)
    expect(stable(broker, 'a').stable).toBe(0)
    broker.clocks.liveness.advance(TIMEOUT_MS)
    await broker.log.flush()
    expect(stable(broker, 'a')).toEqual({ stable: 2, end: 2 })
    expect(await broker.transactions.coordinator.end(producer, true)).toBe('PRODUCER_FENCED')
    expect((await send(broker, producer, 'a', 0, 1))[0]).toMatchObject({ error: { code: 'INVALID_PRODUCER_EPOCH' } })
  })

  it('gives a transaction that a restart found open its whole time-out again', async () => {
    const { broker } = await withOpenTransaction()
    const again = await restarted(broker)
    again.clocks.liveness.advance(TIMEOUT_MS - 1)
    expect(stable(again, 'a').stable).toBe(0)
    again.clocks.liveness.advance(1)
    await again.log.flush()
    expect(stable(again, 'a')).toEqual({ stable: 2, end: 2 })
  })

  it('aborts what the replaced producer left open, and fences it in every partition', async () => {
    const { broker, producer } = await withOpenTransaction()
    const successor = await init(broker, 'one')
    expect(successor).toMatchObject({ id: producer.id, epoch: producer.epoch + 2 })
    expect(stable(broker, 'a')).toEqual({ stable: 2, end: 2 })
    expect(await broker.transactions.coordinator.addPartitions(producer, [])).toBe('PRODUCER_FENCED')
    const plain = batchOf(['v'], { producer: { id: producer.id, epoch: producer.epoch, sequence: 1 } })
    const parts = [{ topic: broker.topics.existing('a'), index: 0, records: plain }]
    const [result] = await broker.produce.produce({ transactionalId: null, acks: -1, parts })
    expect(result).toMatchObject({ error: { code: 'INVALID_PRODUCER_EPOCH' } })
  })

  it('refuses records for a partition that the transaction does not know (T5)', async () => {
    const { broker, producer } = await withOpenTransaction()
    expect((await send(broker, producer, 'b', 0, 0))[0]).toMatchObject({ error: { code: 'INVALID_TXN_STATE' } })
    await broker.transactions.coordinator.end(producer, true)
    expect((await send(broker, producer, 'a', 0, 1))[0]).toMatchObject({ error: { code: 'INVALID_TXN_STATE' } })
  })

  it('ends a transaction whose topic was deleted', async () => {
    const { broker, producer } = await withOpenTransaction()
    await broker.topics.delete(broker.topics.existing('a'))
    expect(await broker.transactions.coordinator.end(producer, true)).toBe('NONE')
  })

  it('never gives a producer id twice, through restarts (T3)', async () => {
    let broker = await testBroker()
    const given = new Set<number>()
    for (let round = 0; round < 4; round++) {
      for (let count = 0; count < 1500; count++) {
        const request = { transactionalId: null, timeoutMs: 0, expected: undefined }
        const reply = await broker.transactions.coordinator.init(request)
        given.add(reply.error === 'NONE' ? reply.producer.id : -1)
      }
      broker = await restarted(broker)
    }
    expect(given.size).toBe(6000)
  })

  it.each([0, -1, 900_001])('refuses a time-out of %i ms', async (timeoutMs) => {
    const broker = await testBroker()
    const request = { transactionalId: 'one', timeoutMs, expected: undefined }
    expect(await broker.transactions.coordinator.init(request)).toEqual({ error: 'INVALID_TRANSACTION_TIMEOUT' })
  })

  it('does not know a producer that never introduced itself', async () => {
    const broker = await testBroker()
    const stranger = { transactionalId: 'nobody', id: 5, epoch: 0 }
    expect(await broker.transactions.coordinator.end(stranger, true)).toBe('INVALID_PRODUCER_ID_MAPPING')
  })

  it('forgets ids that nobody has used for a week, and keeps open transactions', async () => {
    const { broker } = await withOpenTransaction()
    await init(broker, 'idle')
    await broker.clocks.domain.advance(8 * 86_400_000)
    const ids = [...broker.transactions.coordinator.registry.values()].map(
      ({ transaction }) => transaction.transactionalId,
    )
    expect(ids).toEqual(['one'])
    const again = await restarted(broker)
    expect(again.transactions.coordinator.registry.size).toBe(1)
  })
})

describe('offsets of a transaction', () => {
  const offsets = [{ topic: 'a', partition: 0, offset: 42, leaderEpoch: -1, metadata: '' }]
  const commit = { groupId: 'g', generation: -1, memberId: '', instanceId: undefined, offsets }
  const fetched = async (broker: TestBroker) => {
    const partitions = [{ topic: 'a', partition: 0 }]
    const reply = await broker.groups.offsets.fetch({ groupId: 'g', partitions, requireStable: false })
    return reply.partitions[0]?.committed?.offset
  }

  it.each([
    ['hold when it commits', true, 42],
    ['vanish when it aborts', false, undefined],
  ])('%s, through a restart before and after', async (_, committed, expected) => {
    const { broker, producer } = await withOpenTransaction()
    expect(await broker.transactions.offsets.add(producer, 'g')).toBe('NONE')
    expect(await broker.transactions.offsets.commit(producer, commit)).toMatchObject({ error: 'NONE' })
    const again = await restarted(broker)
    expect(await fetched(again)).toBeUndefined()
    await again.transactions.coordinator.end(producer, committed)
    expect(await fetched(again)).toBe(expected)
    expect(await fetched(await restarted(again))).toBe(expected)
  })

  it('are refused for a group that the transaction does not know', async () => {
    const { broker, producer } = await withOpenTransaction()
    expect(await broker.transactions.offsets.commit(producer, commit)).toEqual({ error: 'INVALID_TXN_STATE' })
  })
})

describe('a log that fails', () => {
  /** A log that takes nothing while `full.now` is set, as one without room on its disk. */
  async function brokerOnFullLog(): Promise<{
    broker: TestBroker
    producer: TransactionalProducer
    full: { now: boolean }
  }> {
    const { broker: first, producer } = await withOpenTransaction()
    const full = { now: false }
    const append: Log['append'] = (frame) => {
      if (full.now) throw new Fault('DISK_FULL', 'no room')
      return first.log.append(frame)
    }
    const log = new Proxy(first.log, { get: (target, name) => (name === 'append' ? append : bound(target, name)) })
    first.close()
    return { broker: await testBroker({}, log), producer, full }
  }

  const bound = (target: Log, name: string | symbol): unknown => {
    const value: unknown = Reflect.get(target, name)
    return typeof value === 'function' ? value.bind(target) : value
  }

  it('leaves everything as it was while it is full, and goes on afterwards (T7)', async () => {
    const { broker, producer, full } = await brokerOnFullLog()
    full.now = true
    expect(await broker.transactions.coordinator.end(producer, true)).toBe('COORDINATOR_NOT_AVAILABLE')
    broker.clocks.liveness.advance(TIMEOUT_MS)
    expect(stable(broker, 'a').stable).toBe(0)
    full.now = false
    broker.clocks.liveness.advance(5_000)
    await broker.log.flush()
    expect(stable(broker, 'a')).toEqual({ stable: 2, end: 2 })
  })

  it('is told of in every answer that depends on what it lost when it stops (T6)', async () => {
    const { broker, producer } = await withOpenTransaction()
    const lost = Promise.reject(new Fault('LOG_STOPPED', 'a flush failed'))
    broker.transactions.coordinator.registry.find('one')?.settleWith(lost)
    const again = [{ topic: 'a', partition: 0 }]
    expect(await broker.transactions.coordinator.addPartitions(producer, again)).toBe('COORDINATOR_NOT_AVAILABLE')
  })
})

it('refuses to start on a state that it cannot read', async () => {
  const { broker } = await withOpenTransaction()
  const [partition] = broker.topics.existing('__transaction_state').partitions
  const key = Buffer.concat([Buffer.from([0, 0, 0, 1]), Buffer.from('x')])
  const bytes = buildBatch({ records: [{ key, value: Buffer.from([0, 9]) }], timestamp: START })
  await broker.log.append({ batches: [{ partition: partition ?? -1, bytes }] }).durable
  await expect(restarted(broker)).rejects.toMatchObject({ code: 'TRANSACTIONS_DAMAGED' })
})
