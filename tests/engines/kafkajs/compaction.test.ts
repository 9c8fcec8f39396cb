import { waitFor } from '@millrace/testkit'
import { expect, it } from 'vitest'
import { onEachEngine } from '../harness/on-each-engine.ts'
import { client, collect } from './client.ts'

onEachEngine('a compacted topic read by kafkajs', (engine) => {
  const EAGER = {
    'cleanup.policy': 'compact',
    'segment.ms': '200',
    'min.cleanable.dirty.ratio': '0.01',
    'delete.retention.ms': '100',
    'max.compaction.lag.ms': '500',
  }

  it('keeps the last value of each key, frees deleted keys, and moves no offset', async () => {
    const { topic, producer, consumer } = client(engine)
    const name = await topic({ configEntries: Object.entries(EAGER).map(([key, value]) => ({ name: key, value })) })
    const sender = await producer()
    const send = (key: string, value: string | null) => sender.send({ topic: name, messages: [{ key, value }] })
    for (let round = 0; round < 5; round++) {
      for (const key of ['a', 'b', 'c']) await send(key, `${key}${round}`)
    }
    await send('b', null)
    let ticks = 0
    const seen = async (): Promise<string[]> => {
      // The newest segment is never compacted: something has to roll it.
      await send('tick', String(++ticks))
      const reader = await consumer()
      const read = await collect(reader, [name])
      await waitFor(() => read.messages.some(({ message }) => String(message.value) === String(ticks)), {
        what: 'the tick',
      })
      await reader.disconnect()
      return read.messages
        .filter(({ message }) => String(message.key) !== 'tick')
        .map(({ message }) => `${message.offset}:${String(message.key)}=${String(message.value)}`)
    }
    const compacted = await waitFor(
      async () => {
        const lines = await seen()
        return lines.length <= 2 ? lines : undefined
      },
      { what: 'the compaction of the topic', timeoutMs: 120_000, everyMs: 1000 },
    )
    expect(compacted).toEqual(['12:a=a4', '14:c=c4'])
  })
})
