import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tempDir } from '@millrace/testkit'
import { expect, it } from 'vitest'
import { onEachEngine, unique } from '../harness/on-each-engine.ts'
import { client } from '../kafkajs/client.ts'
import { lines, madeTopic } from './tools.ts'

interface LogDirs {
  readonly logDirs: readonly [{ readonly partitions: readonly { readonly partition: string; readonly size: number }[] }]
}

onEachEngine("Kafka's tools for offsets and bytes", (engine) => {
  const write = (topic: string, ...values: string[]) =>
    lines('producer', engine, ['--topic', topic], values.map((value) => `${value}\n`).join(''))

  it('find offsets by time, and set those of a group by time', async () => {
    const topic = await madeTopic(engine)
    await write(topic, 'early')
    const between = Date.now()
    await write(topic, 'late')
    const at = (time: string) => lines('offsets', engine, ['--topic', topic, '--time', time])
    expect(await at(String(between))).toEqual([`${topic}:0:1`])
    expect(await at('earliest')).toEqual([`${topic}:0:0`])
    expect(await at('max-timestamp')).toEqual([`${topic}:0:1`])
    const reset = ['--reset-offsets', '--to-datetime', new Date(between).toISOString(), '--execute']
    const set = await lines('groups', engine, ['--group', unique('java-group'), '--topic', topic, ...reset])
    expect(set.at(-1)?.trim().split(/\s+/).slice(1)).toEqual([topic, '0', '1'])
  })

  it('delete records below an offset', async () => {
    const topic = await madeTopic(engine)
    await write(topic, 'a', 'b', 'c')
    using folder = tempDir()
    const file = join(folder.path, 'offsets.json')
    await writeFile(file, JSON.stringify({ version: 1, partitions: [{ topic, partition: 0, offset: 2 }] }))
    const said = await lines('deleteRecords', engine, ['--offset-json-file', file])
    expect(said.at(-1)).toBe(`partition: ${topic}-0\tlow_watermark: 2`)
    expect(await lines('offsets', engine, ['--topic', topic, '--time', 'earliest'])).toEqual([`${topic}:0:2`])
  })

  it('tell the bytes that partitions take on disk', async () => {
    const topic = await madeTopic(engine, '--partitions', '2')
    const sender = await client(engine).producer()
    await sender.send({ topic, messages: [{ partition: 1, value: 'a'.repeat(1000) }] })
    const said = await lines('logDirs', engine, ['--describe', '--topic-list', topic])
    const { brokers } = JSON.parse(said.at(-1) ?? '') as { readonly brokers: readonly [LogDirs] }
    expect(brokers).toMatchObject([{ broker: 1, logDirs: [{ error: null }] }])
    const sizes = brokers[0].logDirs[0].partitions.map(({ partition, size }) => [partition, size])
    // The header of one batch, and a record with a thousand bytes of value.
    expect(Object.fromEntries(sizes)).toEqual({ [`${topic}-0`]: 0, [`${topic}-1`]: 61 + 1009 })
  })
})
