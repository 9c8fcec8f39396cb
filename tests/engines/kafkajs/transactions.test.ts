import { expect, it } from 'vitest'
import { onEachEngine, unique } from '../harness/on-each-engine.ts'
import { client, collect } from './client.ts'

onEachEngine('kafkajs in transactions', (engine) => {
  const transactional = (transactionalId = unique('tx')) => ({
    transactionalId,
    maxInFlightRequests: 1,
    idempotent: true,
  })

  it('writes idempotently', async () => {
    const { topic, producer, consumer } = client(engine)
    const name = await topic()
    const sender = await producer({ idempotent: true, maxInFlightRequests: 1 })
    for (let value = 0; value < 20; value++) await sender.send({ topic: name, messages: [{ value: String(value) }] })
    const read = await collect(await consumer(), [name])
    await read.reach(20)
    expect(read.messages.map(({ message }) => Number(message.value))).toEqual(Array.from({ length: 20 }, (_, at) => at))
  })

  it('shows committed records, hides aborted ones, and shows all to who reads uncommitted', async () => {
    const { topic, producer, consumer } = client(engine)
    const name = await topic({ numPartitions: 2 })
    const sender = await producer(transactional())
    for (const [value, fate] of [
      ['one', 'commit'],
      ['two', 'abort'],
      ['three', 'commit'],
      ['four', 'abort'],
      ['five', 'commit'],
    ] as const) {
      const transaction = await sender.transaction()
      await transaction.send({ topic: name, messages: [0, 1].map((partition) => ({ partition, value })) })
      await transaction[fate]()
    }
    const values = async (readUncommitted: boolean, count: number): Promise<string[]> => {
      const read = await collect(await consumer({ readUncommitted }), [name])
      await read.reach(count)
      return read.messages.filter(({ partition }) => partition === 1).map(({ message }) => String(message.value))
    }
    expect(await values(false, 6)).toEqual(['one', 'three', 'five'])
    expect(await values(true, 10)).toEqual(['one', 'two', 'three', 'four', 'five'])
  })

  it('holds back what comes after an open transaction until it ends', async () => {
    const { topic, producer, consumer } = client(engine)
    const name = await topic()
    const open = await (await producer(transactional())).transaction()
    await open.send({ topic: name, messages: [{ value: 'open' }] })
    await (await producer()).send({ topic: name, messages: [{ value: 'after' }] })
    const committed = await collect(await consumer(), [name])
    const uncommitted = await collect(await consumer({ readUncommitted: true }), [name])
    await uncommitted.reach(2)
    expect(committed.lines()).toEqual([])
    await open.abort()
    await committed.reach(1)
    expect(committed.lines()).toEqual(['0:1:after'])
  })

  it('commits consumed offsets together with what was produced, and neither when it aborts', async () => {
    const { topic, producer, admin } = client(engine)
    const name = await topic()
    const consumerGroupId = unique('group')
    const sender = await producer(transactional())
    const manager = await admin()
    const committed = async () =>
      (await manager.fetchOffsets({ groupId: consumerGroupId, topics: [name] }))[0]?.partitions[0]?.offset
    const write = async (offset: string, fate: 'commit' | 'abort') => {
      const transaction = await sender.transaction()
      await transaction.send({ topic: name, messages: [{ value: offset }] })
      await transaction.sendOffsets({
        consumerGroupId,
        topics: [{ topic: name, partitions: [{ partition: 0, offset }] }],
      })
      await transaction[fate]()
    }
    await write('7', 'commit')
    expect(await committed()).toBe('7')
    await write('9', 'abort')
    expect(await committed()).toBe('7')
  })

  it('fences the older of two producers with one transactional id', async () => {
    const { topic, producer } = client(engine)
    const name = await topic()
    const id = unique('tx')
    const older = await producer(transactional(id))
    const lost = await older.transaction()
    await lost.send({ topic: name, messages: [{ value: 'lost' }] })
    const newer = await producer(transactional(id))
    const won = await newer.transaction()
    await won.send({ topic: name, messages: [{ value: 'won' }] })
    await expect(lost.send({ topic: name, messages: [{ value: 'late' }] })).rejects.toThrow(/epoch|fenced|newer/i)
    await won.commit()
  })
})
