import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { headerText, json, orTombstone, text, topic } from '@millrace/client'
import { fileSnapshots, table, view } from '@millrace/streams'
import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { connected } from '../client/ports.ts'
import { recordsOf } from '../client/records-of.ts'
import { onEachEngine, unique } from '../harness/on-each-engine.ts'

const compacted = { 'cleanup.policy': 'compact' }
const stock = (name: string) =>
  topic({ name, key: text(), value: orTombstone(json(z.object({ n: z.int() }))), partitions: 3, configs: compacted })
const patience = { timeout: 30_000 }

onEachEngine('tables of @millrace/streams', ({ brokers }) => {
  it('hold the latest of each key, and show one’s own write', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const things = stock(unique('table'))
    await kafka.admin().ensureTopics([things])
    const producer = kafka.producer()
    await Promise.all([...Array(3000).keys()].map((n) => producer.send(things.record(`k${n % 1000}`, { n }))))
    const one = table(kafka, things)
    const other = table(kafka, things, { name: 'other' })
    await Promise.all([one.ready(), other.ready()])
    expect([one.size, one.get('k999'), one.progress]).toEqual([
      1000,
      { n: 2999 },
      { phase: 'ready', records: 3000, of: 3000, percent: 100 },
    ])
    for (let n = 0; n < 100; n++) {
      const written = await producer.send(things.record('mine', { n }))
      await one.waitFor(written)
      expect(one.get('mine')).toEqual({ n })
      await other.current()
      expect(other.get('mine')).toEqual({ n })
    }
    await producer.send(things.record('mine', null))
    await one.current()
    expect(one.has('mine')).toBe(false)
    await Promise.all([one.stop(), other.stop()])
  })

  it('tell each change, in order', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const things = stock(unique('changes'))
    await kafka.admin().ensureTopics([things])
    const mirror = table(kafka, things)
    await mirror.ready()
    const changes: unknown[] = []
    mirror.onChange((key, before, after, position) => changes.push([key, before, after, position?.offset]))
    for (const value of [{ n: 1 }, { n: 2 }, null]) await kafka.producer().send(things.record('k', value))
    await mirror.current()
    expect(changes).toEqual([
      ['k', undefined, { n: 1 }, 0],
      ['k', { n: 1 }, { n: 2 }, 1],
      ['k', { n: 2 }, undefined, 2],
    ])
    await mirror.stop()
  })

  it('pass over a bad record, count it, and report it once however often they are built', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const things = stock(unique('poison'))
    await kafka.admin().ensureTopics([things])
    const bad = await kafka.producer().send({ topic: things.name, key: 'k', value: '{' })
    await kafka.producer().send(things.record('k', { n: 1 }))
    for (let round = 0; round < 2; round++) {
      const built = table(kafka, things)
      await built.ready()
      expect([built.counts.bad, built.get('k')]).toEqual([1, { n: 1 }])
      await built.stop()
    }
    const letters = await recordsOf(kafka, `${things.name}.dlq`)
    expect(letters.map((letter) => headerText(letter, 'dead-letter-offset'))).toEqual([String(bad.offset)])
  })

  it('start from their snapshot and read only the rest; a damaged one is rebuilt', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const folder = await mkdtemp(join(tmpdir(), 'views-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const things = stock(unique('snapshot'))
    await kafka.admin().ensureTopics([things])
    const send = (n: number) => kafka.producer().send(things.record(`k${n}`, { n }))
    await Promise.all([...Array(500).keys()].map(send))
    const start = async () => {
      const built = table(kafka, things, { snapshot: { store: fileSnapshots(folder), version: 1 } })
      await built.ready()
      return built
    }
    await (await start()).stop()
    await send(500)
    const restored = await start()
    expect([restored.counts.startedFrom, restored.counts.applied, restored.size]).toEqual(['snapshot', 1, 501])
    await restored.stop()
    for (const name of await readdir(folder)) await writeFile(join(folder, name), 'damaged')
    const rebuilt = await start()
    expect([rebuilt.counts.startedFrom, rebuilt.size]).toEqual(['beginning', 501])
    await rebuilt.stop()
  })

  it('are rebuilt when their topic is made anew, showing the old state until then', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const things = stock(unique('recreated'))
    await kafka.admin().ensureTopics([things])
    await kafka.producer().send(things.record('old', { n: 1 }))
    const mirror = table(kafka, things)
    await mirror.ready()
    await kafka.admin().deleteTopics([things.name])
    expect(mirror.get('old')).toEqual({ n: 1 })
    await kafka.admin().ensureTopics([things])
    await kafka.producer().send(things.record('new', { n: 2 }))
    await expect.poll(() => [...mirror.entries()], patience).toEqual([['new', { n: 2 }]])
    await mirror.stop()
  })

  it('join several topics into one model at one moment', async () => {
    const kafka = await connected(brokers, onTestFinished)
    const people = topic({ name: unique('people'), key: text(), value: text() })
    const payments = topic({ name: unique('payments'), key: text(), value: json(z.int()) })
    await kafka.admin().ensureTopics([people, payments])
    const totals = view(kafka, {
      name: 'totals',
      topics: [people, payments],
      empty: () => new Map<string, { name?: string; total: number }>(),
      apply: (model, record) => {
        const entry = model.get(record.key) ?? { total: 0 }
        if (typeof record.value === 'string') model.set(record.key, { ...entry, name: record.value })
        else model.set(record.key, { ...entry, total: entry.total + record.value })
      },
    })
    await totals.ready()
    const producer = kafka.producer()
    await producer.send(payments.record('p', 5))
    await producer.send(people.record('p', 'Danny'))
    const last = await producer.send(payments.record('p', 7))
    await totals.waitFor(last)
    await totals.current()
    expect(totals.state.get('p')).toEqual({ name: 'Danny', total: 12 })
    await totals.stop()
  })
})
