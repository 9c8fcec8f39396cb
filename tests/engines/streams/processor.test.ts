import { json, text, topic, type KafkaClient } from '@millrace/client'
import { processor } from '@millrace/streams'
import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { connected } from '../client/ports.ts'
import { recordsOf } from '../client/records-of.ts'
import { onEachEngine, unique } from '../harness/on-each-engine.ts'

const patience = { timeout: 60_000 }

function wordCount(id: string) {
  const words = topic({ name: `${id}-words`, key: text(), value: text(), partitions: 4 })
  const counts = topic({ name: `${id}-counts`, key: text(), value: json(z.int()), partitions: 4 })
  const start = (kafka: KafkaClient, instanceId: string) =>
    processor(kafka, {
      id,
      instanceId,
      inputs: [words],
      stores: { seen: { key: text(), value: json(z.int()) } },
      retry: { attempts: 2, firstMs: 5, mostMs: 5 },
      process: ({ key, value }, { stores, send }) => {
        const count = (stores.seen.get(key) ?? 0) + 1
        stores.seen.set(key, count)
        send(counts.record(key, count))
        if (value === 'bad') throw new Error('after changing and sending')
      },
    })
  return { words, counts, start }
}

onEachEngine('processors of @millrace/streams', ({ brokers }) => {
  it('count each record once while instances come and go', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const { words, counts, start } = wordCount(unique('wc'))
    await kafka.admin().ensureTopics([words, counts])
    const send = (count: number) =>
      Promise.all(Array.from({ length: count }, (_, n) => kafka.producer().send(words.record(`w${n % 50}`, 'x'))))
    const first = start(kafka, 'one')
    await first.ready
    await send(1000)
    const second = start(kafka, 'two')
    await second.ready
    await send(1000)
    await first.stop()
    await send(1000)
    await expect.poll(() => [second.partitions.length, second.lag], patience).toEqual([4, 0])
    await second.stop()
    const written = await recordsOf(kafka, counts.name)
    expect(written).toHaveLength(3000)
    for (let word = 0; word < 50; word++) {
      const own = written.filter(({ key }) => key?.toString() === `w${word}`).map(({ value }) => Number(value))
      expect(own).toEqual([...Array(60).keys()].map((n) => n + 1))
    }
  })

  it('leave nothing of a record that failed but its dead letter', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const { words, counts, start } = wordCount(unique('fail'))
    await kafka.admin().ensureTopics([words, counts])
    for (const value of ['x', 'bad', 'x']) await kafka.producer().send(words.record('w', value))
    const only = start(kafka, 'one')
    await expect.poll(() => only.counts, patience).toMatchObject({ processed: 2, deadLettered: 1 })
    await only.stop()
    expect((await recordsOf(kafka, counts.name)).map(({ value }) => Number(value))).toEqual([1, 2])
    expect((await recordsOf(kafka, `${words.name}.dlq`)).map(({ value }) => value?.toString())).toEqual(['bad'])
  })

  it('go on with the state of the instance before them', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const { words, counts, start } = wordCount(unique('restore'))
    await kafka.admin().ensureTopics([words, counts])
    for (let round = 1; round <= 3; round++) {
      await kafka.producer().send(words.record('w', 'x'))
      const instance = start(kafka, 'one')
      await expect.poll(() => instance.counts.processed, patience).toBe(1)
      await instance.stop()
    }
    expect((await recordsOf(kafka, counts.name)).map(({ value }) => Number(value))).toEqual([1, 2, 3])
  })

  it('do what waits for a time once, whoever has the partition by then', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const id = unique('wake')
    const asked = topic({ name: `${id}-asked`, key: text(), value: json(z.int()), partitions: 2 })
    const done = topic({ name: `${id}-done`, key: text(), value: text(), partitions: 2 })
    await kafka.admin().ensureTopics([asked, done])
    const { domain } = kafka.ports.clocks
    const start = (instanceId: string) =>
      processor(kafka, {
        id,
        instanceId,
        inputs: [asked],
        stores: { waiting: { key: text(), value: json(z.int()) } },
        process: ({ key, value }, { stores }) => stores.waiting.set(key, domain.now() + value),
        wake: {
          at: ({ waiting }) => Math.min(...Array.from(waiting.entries(), ([, at]) => at)),
          run: (now, { stores: { waiting }, send }) => {
            for (const [key, at] of waiting.entries()) {
              if (at > now) continue
              waiting.delete(key)
              send(done.record(key, 'done'))
            }
          },
        },
      })
    const first = start('one')
    await first.ready
    for (let n = 0; n < 40; n++) await kafka.producer().send(asked.record(`k${n}`, 20 * n))
    const second = start('two')
    await second.ready
    await first.stop()
    await expect.poll(async () => (await recordsOf(kafka, done.name)).length, patience).toBe(40)
    await second.stop()
    const keys = (await recordsOf(kafka, done.name)).map(({ key }) => String(key))
    expect(new Set(keys).size).toBe(40)
  })
})
