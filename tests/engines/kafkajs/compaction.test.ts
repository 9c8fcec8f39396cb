import { waitFor } from '@millrace/testkit'
import { expect, it } from 'vitest'
import { COMPACTED, EAGER, compacted } from '../harness/compaction.ts'
import { onEachEngine } from '../harness/on-each-engine.ts'
import { client, collect } from './client.ts'

onEachEngine('a compacted topic read by kafkajs', (engine) => {
  it('keeps the last value of each key, frees deleted keys, and moves no offset', async () => {
    const { topic, producer, consumer } = client(engine)
    const name = await topic({ configEntries: Object.entries(EAGER).map(([key, value]) => ({ name: key, value })) })
    const sender = await producer()
    const left = await compacted({
      send: async (records) => {
        for (const [key, value] of records) await sender.send({ topic: name, messages: [{ key, value }] })
      },
      read: async (last) => {
        const reader = await consumer()
        const { messages } = await collect(reader, [name])
        await waitFor(() => messages.some(({ message }) => String(message.value) === last), { what: 'the tick' })
        await reader.disconnect()
        return messages.map(({ message: { offset, key, value } }) => ({
          offset,
          key: String(key),
          value: String(value),
        }))
      },
    })
    expect(left).toEqual(COMPACTED)
  })
})
