import { afterAll, beforeAll, expect, it } from 'vitest'
import { onEachEngine, unique } from '../harness/on-each-engine.ts'
import { type Speaker, TransactionalWire } from './transactional-wire.ts'

onEachEngine('transactions below the clients', (engine) => {
  let wire: TransactionalWire
  const topic = unique('wire')

  beforeAll(async () => {
    wire = await TransactionalWire.to(engine)
    await wire.createTopic(topic)
    await wire.coordinator('x', 1)
    await wire.coordinator('g', 0)
    // Partitions of a new topic take a moment: this producer waits for both.
    const idle = { transactionalId: null, ...(await wire.init({ transactionalId: null })) }
    for (const partition of [0, 1]) await wire.produce({ ...idle, topic, partition, sequence: 0 })
  })

  afterAll(() => wire.close())

  const introduced = async (transactionalId = unique('x')): Promise<Speaker & { transactionalId: string }> => {
    const { id, epoch } = await wire.init({ transactionalId })
    return { transactionalId, id, epoch }
  }

  it.each([
    ['an empty transactional id', { transactionalId: '' }, 'INVALID_REQUEST'],
    ['a time-out of 0', { transactionTimeoutMs: 0 }, 'INVALID_TRANSACTION_TIMEOUT'],
    ['a time-out over the limit', { transactionTimeoutMs: 900_001 }, 'INVALID_TRANSACTION_TIMEOUT'],
    ['a producer id without an epoch', { producerId: 1 }, 'INVALID_REQUEST'],
    ['an id and epoch of its own under a new transactional id', { producerId: 1, producerEpoch: 3 }, 'NONE'],
    ['no transactional id and any time-out', { transactionalId: null, transactionTimeoutMs: -1 }, 'NONE'],
  ])('answers InitProducerId with %s', async (_, request, error) => {
    expect((await wire.init({ transactionalId: unique('x'), ...request })).error).toBe(error)
  })

  it('gives the next epoch, and two more where a transaction was left open', async () => {
    const first = await introduced()
    expect(await introduced(first.transactionalId)).toEqual({ ...first, epoch: first.epoch + 1 })
    const second = await introduced(first.transactionalId)
    await wire.add(second, topic)
    expect(await introduced(first.transactionalId)).toEqual({ ...first, epoch: second.epoch + 2 })
  })

  it('lets a producer go on with its own epoch, ask twice, and not with another', async () => {
    const me = await introduced()
    const { transactionalId, id: producerId, epoch: producerEpoch } = me
    const again = { error: 'NONE', id: me.id, epoch: me.epoch + 1 }
    expect(await wire.init({ transactionalId, producerId, producerEpoch })).toEqual(again)
    expect(await wire.init({ transactionalId, producerId, producerEpoch })).toEqual(again)
    const future = { transactionalId, producerId, producerEpoch: producerEpoch + 5 }
    expect((await wire.init(future)).error).toBe('PRODUCER_FENCED')
    expect((await wire.init(future, 3)).error).toBe('INVALID_PRODUCER_EPOCH')
  })

  it('knows who speaks, and tells old clients in their words', async () => {
    const me = await introduced()
    const nobody = { transactionalId: unique('nobody'), id: 5, epoch: 0 }
    const old = { ...me, epoch: me.epoch + 7 }
    expect(await wire.add(nobody, topic)).toEqual(['INVALID_PRODUCER_ID_MAPPING'])
    expect(await wire.end(nobody, true)).toBe('INVALID_PRODUCER_ID_MAPPING')
    expect(await wire.add(old, topic)).toEqual(['PRODUCER_FENCED'])
    expect(await wire.add(old, topic, [0], 1)).toEqual(['INVALID_PRODUCER_EPOCH'])
    expect(await wire.end(old, true, 1)).toBe('INVALID_PRODUCER_EPOCH')
    expect(await wire.addOffsets(old, 'g')).toBe('PRODUCER_FENCED')
    expect(await wire.addOffsets(old, 'g', 1)).toBe('INVALID_PRODUCER_EPOCH')
    expect(await wire.add({ ...me, transactionalId: '' }, topic)).toEqual(['INVALID_REQUEST'])
  })

  it('adds all partitions or none', async () => {
    const me = await introduced()
    // Kafka puts those that are wrong first.
    expect((await wire.add(me, topic, [0, 9])).toSorted()).toEqual([
      'OPERATION_NOT_ATTEMPTED',
      'UNKNOWN_TOPIC_OR_PARTITION',
    ])
    expect(await wire.add(me, '__consumer_offsets')).toEqual(['TOPIC_AUTHORIZATION_FAILED'])
    expect(await wire.end(me, true)).toBe('INVALID_TXN_STATE')
  })

  it('ends a transaction once, and answers who says it again', async () => {
    const me = await introduced()
    expect(await wire.add(me, topic)).toEqual(['NONE'])
    expect(await wire.end(me, true)).toBe('NONE')
    expect(await wire.end(me, true)).toBe('NONE')
    expect(await wire.end(me, false)).toBe('INVALID_TXN_STATE')
  })

  it('takes records of an open transaction only, and tells new clients that they may abort', async () => {
    const me = await introduced()
    expect(await wire.produce({ ...me, topic, sequence: 0 })).toBe('INVALID_TXN_STATE')
    expect(await wire.produce({ ...me, topic, sequence: 0, version: 11 })).toBe('TRANSACTION_ABORTABLE')
    await wire.add(me, topic)
    expect(await wire.produce({ ...me, topic, sequence: 0 })).toMatch(/^at/)
    expect(await wire.produce({ ...me, topic, partition: 1, sequence: 0 })).toBe('INVALID_TXN_STATE')
    const unnamed = { ...me, transactionalId: null, topic, sequence: 1, transactional: true }
    expect(await wire.produce(unnamed)).toBe('TRANSACTIONAL_ID_AUTHORIZATION_FAILED')
    expect(await wire.produce({ ...me, topic, sequence: 1, transactional: false })).toBe('INVALID_TXN_STATE')
    expect(await wire.end(me, true)).toBe('NONE')
  })

  it('recognises what it has, and refuses gaps and epochs that are over', async () => {
    const me = { transactionalId: null, ...(await wire.init({ transactionalId: null })), topic, partition: 1 }
    const first = await wire.produce({ ...me, sequence: 5 })
    expect(first).toMatch(/^at/)
    expect(await wire.produce({ ...me, sequence: 5 })).toBe(first)
    expect(await wire.produce({ ...me, sequence: 6, count: 3 })).toMatch(/^at/)
    expect(await wire.produce({ ...me, sequence: 7, count: 2 })).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER')
    expect(await wire.produce({ ...me, sequence: 12 })).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER')
    expect(await wire.produce({ ...me, epoch: 1, sequence: 4 })).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER')
    expect(await wire.produce({ ...me, epoch: 1, sequence: 0 })).toMatch(/^at/)
    expect(await wire.produce({ ...me, epoch: 0, sequence: 9 })).toBe('INVALID_PRODUCER_EPOCH')
    expect(await wire.produce({ ...me, epoch: 1, sequence: -1 })).toBe('INVALID_RECORD')
  })

  it('takes offsets of groups that were added', async () => {
    const me = await introduced()
    const group = unique('g')
    expect(await wire.commitOffset(me, group, topic)).toBe('INVALID_TXN_STATE')
    expect(await wire.commitOffset(me, group, topic, 4)).toBe('TRANSACTION_ABORTABLE')
    expect(await wire.commitOffset(me, group, unique('nowhere'))).toBe('UNKNOWN_TOPIC_OR_PARTITION')
    expect(await wire.addOffsets(me, group)).toBe('NONE')
    expect(await wire.commitOffset(me, group, topic)).toBe('NONE')
    expect(await wire.commitOffset({ ...me, epoch: 99 }, group, topic)).toBe('INVALID_PRODUCER_EPOCH')
    expect(await wire.commitOffset({ ...me, id: me.id + 5 }, group, topic)).toBe('INVALID_PRODUCER_ID_MAPPING')
    expect(await wire.end(me, true)).toBe('NONE')
  })
})
