import { currentTrace, headerText, json, rawTopic, text, topic, withTrace } from '@millrace/client'
import { Refusal, systemRandom } from '@millrace/kernel'
import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { onEachEngine, unique } from '../harness/on-each-engine.ts'
import { connected } from './ports.ts'
import { recordsOf } from './records-of.ts'

const numbersIn = (name: string, partitions = 4) => topic({ name, key: text(), value: json(z.int()), partitions })
const patience = { timeout: 30_000 }

onEachEngine('the consumer of @millrace/client', ({ brokers }) => {
  it('hands over every record, each key in order, and goes on where the group stopped', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const numbers = numbersIn(unique('numbers'))
    await kafka.admin().ensureTopics([numbers])
    const send = (from: number, to: number) =>
      Promise.all(
        Array.from({ length: to - from }, (_, index) =>
          kafka.producer().send(numbers.record(`k${index % 10}`, from + index)),
        ),
      )
    const seen: [string, number][] = []
    const start = () =>
      kafka.consumer({
        group: numbers.name,
        topics: [numbers],
        handle: ({ key, value }) => void seen.push([key, value]),
      })
    await send(0, 1000)
    const first = start()
    await expect.poll(() => seen.length, patience).toBe(1000)
    await first.stop()
    await send(1000, 1500)
    const second = start()
    await expect.poll(() => seen.length, patience).toBe(1500)
    await second.stop()
    for (let key = 0; key < 10; key++) {
      const own = seen.filter(([name]) => name === `k${key}`).map(([, value]) => value)
      expect(own).toEqual(own.toSorted((a, b) => a - b))
    }
  })

  it('shares the partitions of a group, and takes over those of a member that leaves', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const numbers = numbersIn(unique('shared'))
    await kafka.admin().ensureTopics([numbers])
    const seen = new Set<number>()
    const start = () =>
      kafka.consumer({ group: numbers.name, topics: [numbers], handle: ({ value }) => void seen.add(value) })
    const [one, two] = [start(), start()]
    await expect.poll(() => [one, two].map(({ progress }) => progress.assigned.length), patience).toEqual([2, 2])
    await one.stop()
    await expect.poll(() => two.progress.assigned.length, patience).toBe(4)
    await Promise.all([...Array(100).keys()].map((n) => kafka.producer().send(numbers.record(`k${n}`, n))))
    await expect.poll(() => seen.size, patience).toBe(100)
    await two.stop()
  })

  it('tries again, and gives up into the dead letters with the reason', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const numbers = numbersIn(unique('bad'), 1)
    await kafka.admin().ensureTopics([numbers])
    const producer = kafka.producer()
    for (const value of [1, 2, 3, 4]) await producer.send(numbers.record('k', value))
    await producer.send({ topic: numbers.name, key: 'k', value: 'nonsense' })
    await producer.send(numbers.record('k', 5))
    const handled: [number, number][] = []
    const consumer = kafka.consumer({
      group: numbers.name,
      topics: [numbers],
      retry: { attempts: 3, firstMs: 5, mostMs: 5 },
      handle: ({ value }, { attempt }) => {
        if (value === 2) throw new Error('never')
        if (value === 3 && attempt < 3) throw new Error('not yet')
        if (value === 4) throw new Refusal('SOLD_OUT', 'none left')
        handled.push([value, attempt])
      },
    })
    await expect
      .poll(() => handled, patience)
      .toEqual([
        [1, 1],
        [3, 3],
        [5, 1],
      ])
    await consumer.stop()
    const letters = await recordsOf(kafka, `${numbers.name}.dlq`)
    const about = (name: string) => letters.map((letter) => headerText(letter, `dead-letter-${name}`))
    expect(letters.map(({ value }) => value?.toString())).toEqual(['2', '4', 'nonsense'])
    expect(about('kind')).toEqual(['failed', 'refused', 'poison'])
    expect(about('attempts')).toEqual(['3', '1', '0'])
    expect(about('offset')).toEqual(['1', '3', '4'])
    expect(about('topic')).toEqual(Array(3).fill(numbers.name))
    expect(about('reason')[1]).toBe('none left')
  })

  it('finishes the record under way before it stops, and does not see it again', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const numbers = numbersIn(unique('graceful'), 1)
    await kafka.admin().ensureTopics([numbers])
    for (const value of [1, 2]) await kafka.producer().send(numbers.record('k', value))
    const work = Promise.withResolvers<void>()
    const begun: number[] = []
    const first = kafka.consumer({
      group: numbers.name,
      topics: [numbers],
      handle: async ({ value }) => {
        begun.push(value)
        await work.promise
      },
    })
    await expect.poll(() => begun, patience).toEqual([1])
    const stopped = first.stop()
    work.resolve()
    await stopped
    const second = kafka.consumer({
      group: numbers.name,
      topics: [numbers],
      handle: ({ value }) => void begun.push(value),
    })
    await expect.poll(() => begun, patience).toEqual([1, 2])
    await second.stop()
  })

  it('carries the trace from the sender to the handler and on', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const [start, next] = [rawTopic(unique('start')), rawTopic(unique('next'))]
    await kafka.admin().ensureTopics([start, next])
    const trace = 'e'.repeat(32)
    await withTrace(`00-${trace}-${'f'.repeat(16)}-01`, systemRandom, () =>
      kafka.producer().send({ topic: start.name, value: 'x' }),
    )
    const seen: (string | undefined)[] = []
    const consumer = kafka.consumer({
      group: start.name,
      topics: [start],
      handle: async () => {
        seen.push(currentTrace())
        await kafka.producer().send({ topic: next.name, value: 'y' })
      },
    })
    await expect.poll(() => consumer.progress.handled, patience).toBe(1)
    expect(seen[0]).toContain(trace)
    const [onward] = await recordsOf(kafka, next.name)
    expect(onward && headerText(onward, 'traceparent')).toContain(trace)
    await consumer.stop()
  })
})
