import { compressionsAlgorithms } from '@platformatic/kafka'
import kafkajs, { CompressionTypes } from 'kafkajs'
import { expect, it } from 'vitest'
import { onEachEngine } from '../harness/on-each-engine.ts'
import { FOREVER, client, collect } from './client.ts'

// It brings gzip alone, and takes the others as plug-ins.
for (const [type, { compressSync, decompressSync }] of [
  [CompressionTypes.Snappy, compressionsAlgorithms.snappy],
  [CompressionTypes.LZ4, compressionsAlgorithms.lz4],
  [CompressionTypes.ZSTD, compressionsAlgorithms.zstd],
] as const) {
  kafkajs.CompressionCodecs[type] = () => ({
    compress: ({ buffer }: { buffer: Buffer }) => Promise.resolve(compressSync(buffer)),
    decompress: (buffer: Buffer) => Promise.resolve(decompressSync(buffer)),
  })
}

onEachEngine('kafkajs produces and consumes', (engine) => {
  it('carries keys, values, headers and timestamps unchanged', async () => {
    const { topic, producer, consumer } = client(engine)
    const name = await topic(FOREVER)
    const messages = [
      { key: 'k1', value: 'v1', headers: { plain: 'text', bytes: Buffer.from([0, 255]) }, timestamp: '1700000000000' },
      { key: null, value: '', timestamp: '1700000000001' },
      { key: '', value: null, headers: {}, timestamp: '1700000000002' },
      { key: 'ключ', value: '値', headers: { repeated: ['one', 'two'] }, timestamp: '1700000000003' },
    ]
    const [sent] = await (await producer()).send({ topic: name, acks: -1, messages })
    expect(sent).toMatchObject({ topicName: name, partition: 0, errorCode: 0, baseOffset: '0' })

    const read = await collect(await consumer(), [name])
    await read.reach(4)
    expect(
      read.messages.map(({ message }) => ({
        offset: message.offset,
        timestamp: message.timestamp,
        key: message.key?.toString() ?? null,
        value: message.value?.toString() ?? null,
      })),
    ).toEqual([
      { offset: '0', timestamp: '1700000000000', key: 'k1', value: 'v1' },
      { offset: '1', timestamp: '1700000000001', key: null, value: '' },
      { offset: '2', timestamp: '1700000000002', key: '', value: null },
      { offset: '3', timestamp: '1700000000003', key: 'ключ', value: '値' },
    ])
    expect(read.messages[0]?.message.headers).toEqual({ plain: Buffer.from('text'), bytes: Buffer.from([0, 255]) })
    expect(read.messages[3]?.message.headers).toEqual({ repeated: [Buffer.from('one'), Buffer.from('two')] })
  })

  it('keeps the order within each of six partitions', async () => {
    const { topic, producer, consumer } = client(engine)
    const name = await topic({ numPartitions: 6 })
    const sender = await producer()
    for (let round = 0; round < 20; round++) {
      await sender.send({
        topic: name,
        messages: Array.from({ length: 60 }, (_, index) => ({
          partition: index % 6,
          value: String(round * 10 + Math.floor(index / 6)),
        })),
      })
    }
    const read = await collect(await consumer(), [name])
    await read.reach(1200)
    for (let partition = 0; partition < 6; partition++) {
      const values = read.messages
        .filter((one) => one.partition === partition)
        .map(({ message }) => Number(message.value))
      expect(values).toEqual(Array.from({ length: 200 }, (_, index) => index))
    }
  })

  it.each(['GZIP', 'Snappy', 'LZ4', 'ZSTD'] as const)('reads %s batches among plain ones', async (codec) => {
    const { topic, producer, consumer } = client(engine)
    const name = await topic()
    const sender = await producer()
    const value = 'compressible '.repeat(200)
    const compression = CompressionTypes[codec]
    await sender.send({ topic: name, compression, messages: [{ value }, { value }] })
    await sender.send({ topic: name, messages: [{ value: 'plain' }] })
    await sender.send({ topic: name, compression, messages: [{ value: 'last' }] })
    const read = await collect(await consumer(), [name])
    await read.reach(4)
    expect(read.lines()).toEqual([`0:0:${value}`, `0:1:${value}`, '0:2:plain', '0:3:last'])
  })

  it('acknowledges by the leader alone and not at all', async () => {
    const { topic, producer, consumer } = client(engine)
    const name = await topic()
    const sender = await producer()
    await sender.send({ topic: name, acks: 1, messages: [{ value: 'one' }] })
    await sender.send({ topic: name, acks: 0, messages: [{ value: 'none' }] })
    const read = await collect(await consumer(), [name])
    await read.reach(2)
    expect(read.lines()).toEqual(['0:0:one', '0:1:none'])
  })

  it('wakes a waiting consumer when something comes', async () => {
    const { topic, producer, consumer } = client(engine)
    const name = await topic()
    const read = await collect(await consumer({ maxWaitTimeInMs: 6_000 }), [name])
    const sender = await producer()
    await sender.send({ topic: name, messages: [{ value: 'first' }] })
    await read.reach(1)
    const before = performance.now()
    await sender.send({ topic: name, messages: [{ value: 'second' }] })
    await read.reach(2)
    // Far below the fetch's maximum wait: it was the record that ended it.
    expect(performance.now() - before).toBeLessThan(4_000)
  })

  it('carries a record of almost a megabyte', async () => {
    const { topic, producer, consumer } = client(engine)
    const name = await topic()
    const value = Buffer.alloc(1_000_000, 7)
    await (await producer()).send({ topic: name, messages: [{ value }] })
    const read = await collect(await consumer(), [name])
    await read.reach(1)
    expect(read.messages[0]?.message.value?.equals(value)).toBe(true)
  })

  it('writes to several topics in one call', async () => {
    const { topic, producer, consumer } = client(engine)
    const [left, right] = [await topic(), await topic()]
    await (
      await producer()
    ).sendBatch({
      topicMessages: [
        { topic: left, messages: [{ value: 'l' }] },
        { topic: right, messages: [{ value: 'r' }] },
      ],
    })
    const read = await collect(await consumer(), [left, right])
    await read.reach(2)
    expect(
      read.messages.map((one) => `${one.topic === left ? 'left' : 'right'}:${String(one.message.value)}`).sort(),
    ).toEqual(['left:l', 'right:r'])
  })
})
