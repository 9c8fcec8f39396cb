import { json, orTombstone, text, topic } from '@millrace/client'
import { startStreams, topology, tumbling, type Topology } from '@millrace/streams'
import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { connected } from '../client/ports.ts'
import { recordsOf } from '../client/records-of.ts'
import { onEachEngine, unique } from '../harness/on-each-engine.ts'

const patience = { timeout: 60_000 }

function wordCount(id: string) {
  const lines = topic({ name: `${id}-lines`, key: text(), value: text(), partitions: 3 })
  const counts = topic({ name: `${id}-counts`, key: text(), value: json(z.int()), partitions: 2 })
  const build = () => {
    const built = topology()
    const table = built
      .stream(lines)
      .flatMapValues((line) => line.split(' '), text())
      .groupBy((_, word) => word, { key: text() })
      .count({ name: 'words' })
    table.toStream().to(counts)
    return { built, table }
  }
  return { lines, counts, build }
}

onEachEngine('topologies of @millrace/streams', ({ brokers }) => {
  const cleanup = onTestFinished
  const run = async (built: Topology, app: string, instanceId: string) => {
    const kafka = await connected(brokers, cleanup)
    const running = await startStreams(kafka, built, { app, instanceId, purgeEveryMs: 200 })
    cleanup(() => running.stop())
    await running.ready
    return { kafka, running }
  }

  it('count words through a repartition topic while instances come and go', async () => {
    const id = unique('topology')
    const { lines, counts, build } = wordCount(id)
    const kafka = await connected(brokers, cleanup)
    await kafka.admin().ensureTopics([lines, counts])
    const send = (count: number) =>
      Promise.all(
        Array.from({ length: count }, (_, n) => kafka.producer().send(lines.record(`line ${n}`, `w${n % 20} every`))),
      )
    const first = await run(build().built, id, 'one')
    await send(200)
    const { built, table } = build()
    const second = await run(built, id, 'two')
    await send(200)
    await first.running.stop()
    await send(200)
    const query = second.running.query(table)
    await expect.poll(() => query.get('every'), patience).toBe(600)
    expect(query.range('w0', 'w1')).toEqual([
      ['w0', 30],
      ['w1', 30],
    ])
    expect([...query.all()]).toHaveLength(21)
    expect(query.owner('every')).toMatchObject({ here: true })
    const written = await recordsOf(kafka, counts.name)
    const own = written.filter(({ key }) => key?.toString() === 'every').map(({ value }) => Number(value))
    expect(own).toEqual([...Array(600).keys()].map((n) => n + 1))
    const repartition = `${id}-words-repartition`
    const ends = await kafka.admin().offsets(repartition, 'latest')
    await expect.poll(() => kafka.admin().offsets(repartition, 'earliest'), patience).toEqual(ends)
    const names = [repartition, `${id}-words-changelog`]
    expect((await kafka.admin().describeTopics(names)).map(({ partitions }) => partitions)).toEqual([3, 3])
  })

  it('tell which instance has a key', async () => {
    const id = unique('owners')
    const { lines, counts, build } = wordCount(id)
    const kafka = await connected(brokers, cleanup)
    await kafka.admin().ensureTopics([lines, counts])
    const start = async (applicationServer: string) => {
      const { built, table } = build()
      const client = await connected(brokers, cleanup)
      const running = await startStreams(client, built, { app: id, instanceId: applicationServer, applicationServer })
      cleanup(() => running.stop())
      await running.ready
      return { running, table }
    }
    const hosts = ['one:1', 'two:2']
    const [one, two] = await Promise.all(hosts.map(start))
    const words = Array.from({ length: 30 }, (_, n) => `w${n}`)
    await Promise.all(words.map((word) => kafka.producer().send(lines.record(word, word))))
    const askAll = () =>
      Promise.all(
        words.map(async (word) => {
          const { activeHost } = (await one?.running.queryMetadataForKey(one.table, word)) ?? {}
          const owner = [one, two][hosts.indexOf(activeHost ?? '')]
          return owner?.running.query(owner.table).get(word)
        }),
      )
    await expect.poll(askAll, patience).toEqual(words.map(() => 1))
    const all = (await two?.running.metadataForAllStreamsClients()) ?? []
    expect(all.map(({ applicationServer }) => applicationServer).toSorted()).toEqual(hosts)
    expect(all.flatMap(({ partitions }) => partitions)).toHaveLength(6)
  })

  it('join, go on after a restart with their state and stream time, and bury what cannot be read', async () => {
    const id = unique('join')
    // Kafka deletes what is older than the topic's retention by its timestamp.
    const base = (Math.floor(Date.now() / 60_000) - 10) * 60_000
    const clicks = topic({ name: `${id}-clicks`, key: text(), value: json(z.object({ page: z.string() })) })
    const users = topic({ name: `${id}-users`, key: text(), value: orTombstone(text()) })
    const named = topic({ name: `${id}-named`, key: text(), value: text() })
    const windows = topic({ name: `${id}-windows`, key: text(), value: text() })
    const build = () => {
      const built = topology()
      const seen = built.stream(clicks)
      seen.joinTable(built.table(users), ({ page }, name) => `${name}:${page}`).to(named)
      seen
        .groupByKey()
        .windowedBy(tumbling(60_000))
        .count()
        .toStream()
        .map(({ key, window }, count) => [key, `${window.start - base}:${count}`])
        .to(windows)
      return built
    }
    const kafka = await connected(brokers, cleanup)
    await kafka.admin().ensureTopics([clicks, users, named, windows])
    const click = (page: string, timestamp: number) =>
      kafka.producer().send(clicks.record('u', { page }, { timestamp: base + timestamp }))
    await kafka.producer().send(users.record('u', 'Ann', { timestamp: base + 1 }))
    await click('a', 1000)
    await kafka.producer().send({ topic: clicks.name, key: 'u', value: 'no json', timestamp: base + 1500 })
    await click('b', 70_000)
    const first = await run(build(), id, 'one')
    await expect.poll(() => first.running.counts, patience).toMatchObject({ processed: 3, deadLettered: 1 })
    await first.running.stop()
    const second = await run(build(), id, 'one')
    await click('late', 2000)
    await click('c', 71_000)
    await expect.poll(() => second.running.counts.processed, patience).toBe(2)
    await second.running.stop()
    const valuesOf = async (name: string) => (await recordsOf(kafka, name)).map(({ value }) => String(value))
    expect(await valuesOf(named.name)).toEqual(['Ann:a', 'Ann:b', 'Ann:late', 'Ann:c'])
    expect(await valuesOf(windows.name)).toEqual(['0:1', '60000:1', '60000:2'])
    expect(await valuesOf(`${clicks.name}.dlq`)).toEqual(['no json'])
  })

  it('do by the clock what a processor of one’s own asks for', async () => {
    const id = unique('clock')
    const clicks = topic({ name: `${id}-clicks`, key: text(), value: text() })
    const totals = topic({ name: `${id}-totals`, key: text(), value: json(z.int()) })
    const built = topology()
    built
      .stream(clicks)
      .process({
        stores: { waiting: { key: text(), value: json(z.int()) } },
        process: ({ key }, { stores }) => stores.waiting.set(key, (stores.waiting.get(key) ?? 0) + 1),
        punctuate: [
          {
            everyMs: 100,
            by: 'clock',
            run: (now, { stores, forward }) => {
              for (const [key, value] of stores.waiting.entries()) {
                stores.waiting.delete(key)
                forward({ key, value, timestamp: now })
              }
            },
          },
        ],
      })
      .to(totals)
    const kafka = await connected(brokers, cleanup)
    await kafka.admin().ensureTopics([clicks, totals])
    await run(built, id, 'one')
    for (let n = 0; n < 50; n++) await kafka.producer().send(clicks.record(`k${n % 5}`, 'x'))
    const sum = async () => (await recordsOf(kafka, totals.name)).reduce((all, { value }) => all + Number(value), 0)
    await expect.poll(sum, patience).toBe(50)
  })

  it('refuse topics that are missing, and those that cannot meet', async () => {
    const id = unique('refused')
    const one = topic({ name: `${id}-one`, key: text(), value: text(), partitions: 2 })
    const other = topic({ name: `${id}-other`, key: text(), value: text(), partitions: 3 })
    const built = topology()
    built
      .stream(one)
      .joinTable(built.table(other), (a, b) => a + b)
      .to(one)
    const kafka = await connected(brokers, cleanup)
    await expect(startStreams(kafka, built, { app: id })).rejects.toMatchObject({ code: 'MISSING_SOURCE_TOPIC' })
    await kafka.admin().ensureTopics([one, other])
    await expect(startStreams(kafka, built, { app: id })).rejects.toMatchObject({ code: 'NOT_COPARTITIONED' })
  })
})
