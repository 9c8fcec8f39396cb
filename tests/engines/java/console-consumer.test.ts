import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { COMPACTED, EAGER, compacted } from '../harness/compaction.ts'
import { Load } from '../harness/load.ts'
import { onEachEngine, unique } from '../harness/on-each-engine.ts'
import { client } from '../kafkajs/client.ts'
import { consoleRead, lines, madeTopic } from './tools.ts'

// Slower than the consumers read, so that they are not only behind.
const PACE_MS = 20

onEachEngine("Kafka's console consumer", (engine) => {
  it('leaves no record out while members of its group come and go under load', async () => {
    const topic = await madeTopic(engine, '--partitions', '4')
    const group = unique('java-group')
    const sender = await client(engine).producer()
    const load = new Load(40, async (values) => {
      await sender.send({ topic, messages: values.map((value, at) => ({ partition: at % 4, value })) })
      await sleep(PACE_MS)
    })
    const read = (...more: string[]) => consoleRead(engine, topic, '--group', group, ...more)
    const stays = read('--timeout-ms', '10000')
    const visits: string[][] = []
    for (let visit = 0; visit < 2; visit++) {
      visits.push(await load.during(read('--max-messages', '100', '--timeout-ms', '30000')))
    }
    expect(visits.map(({ length }) => length)).toEqual([100, 100])
    expect(new Set([...visits.flat(), ...(await stays)]).size).toBe(load.sent)
  })

  it('shows committed records, hides aborted ones, and shows all to who reads uncommitted', async () => {
    const topic = await madeTopic(engine)
    const fates = { one: 'commit', two: 'abort', three: 'commit', four: 'abort', five: 'commit' } as const
    // None of the tools aborts what it has written.
    const sender = await client(engine).producer({ idempotent: true, transactionalId: unique('tx') })
    for (const [value, fate] of Object.entries(fates)) {
      const transaction = await sender.transaction()
      await transaction.send({ topic, messages: [{ value }] })
      await transaction[fate]()
    }
    const read = (level: string) => consoleRead(engine, topic, '--isolation-level', level, '--timeout-ms', '5000')
    expect(await read('read_committed')).toEqual(['one', 'three', 'five'])
    expect(await read('read_uncommitted')).toEqual(Object.keys(fates))
  })

  it('reads the last value of each key when a topic was compacted', async () => {
    const settings = Object.entries(EAGER).flatMap(([name, value]) => ['--config', `${name}=${value}`])
    const topic = await madeTopic(engine, ...settings)
    const properties = (kind: string, ...all: string[]) => all.flatMap((property) => [`--${kind}-property`, property])
    const left = await compacted({
      send: (records) => {
        const parse = properties('reader', 'parse.key=true', 'key.separator=:', 'null.marker=gone')
        const text = records.map(([key, value]) => `${key}:${value ?? 'gone'}\n`).join('')
        return lines('producer', engine, ['--topic', topic, ...parse], text)
      },
      read: async () => {
        const print = properties('formatter', 'print.key=true', 'print.offset=true')
        const read = await consoleRead(engine, topic, ...print, '--timeout-ms', '4000')
        return read.map((line) => {
          const [offset = '', key = '', value = ''] = line.split('\t')
          return { offset: offset.replace('Offset:', ''), key, value }
        })
      },
    })
    expect(left).toEqual(COMPACTED)
  })
})
