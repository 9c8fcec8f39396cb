import { expect, it } from 'vitest'
import { onEachEngine, unique } from '../harness/on-each-engine.ts'
import { FOREVER, client, collect } from './client.ts'

onEachEngine('kafkajs asks for offsets', (engine) => {
  it('by time, earliest and latest', async () => {
    const { topic, producer, admin } = client(engine)
    const name = await topic(FOREVER)
    const sender = await producer()
    for (const timestamp of [1000, 2000, 3000]) {
      await sender.send({ topic: name, messages: [{ value: 'v', timestamp: String(timestamp) }] })
    }
    const manager = await admin()
    const at = async (timestamp: number) => (await manager.fetchTopicOffsetsByTimestamp(name, timestamp))[0]?.offset
    expect(await at(0)).toBe('0')
    expect(await at(1000)).toBe('0')
    expect(await at(1001)).toBe('1')
    expect(await at(3000)).toBe('2')
    // Past the last record the client asks again for the end.
    expect(await at(3001)).toBe('3')
    expect(await manager.fetchTopicOffsets(name)).toEqual([{ partition: 0, offset: '3', high: '3', low: '0' }])
  })

  it('by time within one batch of rising timestamps', async () => {
    const { topic, producer, admin } = client(engine)
    const name = await topic(FOREVER)
    const messages = [10, 20, 30, 40].map((timestamp) => ({ value: String(timestamp), timestamp: String(timestamp) }))
    await (await producer()).send({ topic: name, messages })
    const manager = await admin()
    expect(await manager.fetchTopicOffsetsByTimestamp(name, 25)).toEqual([{ partition: 0, offset: '2' }])
  })

  it('resets and sets those of a group', async () => {
    const { topic, producer, consumer, admin } = client(engine)
    const name = await topic()
    const groupId = unique('group')
    await (await producer()).send({ topic: name, messages: [0, 1, 2, 3].map((value) => ({ value: String(value) })) })
    const manager = await admin()
    await manager.setOffsets({ groupId, topic: name, partitions: [{ partition: 0, offset: '2' }] })
    const reader = await consumer({ groupId })
    const read = await collect(reader, [name])
    await read.reach(2)
    expect(read.lines()).toEqual(['0:2:2', '0:3:3'])
    await reader.disconnect()
    await manager.resetOffsets({ groupId, topic: name, earliest: true })
    const [reset] = await manager.fetchOffsets({ groupId, topics: [name], resolveOffsets: true })
    expect(reset?.partitions).toMatchObject([{ partition: 0, offset: '0' }])
  })

  it('and starts over at the beginning when an offset lies beyond the end', async () => {
    const { topic, producer, consumer, admin } = client(engine)
    const name = await topic()
    const groupId = unique('group')
    await (await producer()).send({ topic: name, messages: [{ value: 'only' }] })
    await (await admin()).setOffsets({ groupId, topic: name, partitions: [{ partition: 0, offset: '999' }] })
    const read = await collect(await consumer({ groupId }), [name])
    await read.reach(1)
    expect(read.lines()).toEqual(['0:0:only'])
  })
})
