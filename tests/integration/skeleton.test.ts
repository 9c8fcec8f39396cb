import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { BatchSource, EpochSink } from '@millrace/kernel'
import { buildBatch } from '@millrace/log'
import { Kafka, logLevel } from 'kafkajs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DecodedBlock } from './skeleton/decoder.ts'
import { type Platform, START, startPlatform } from './skeleton/platform.ts'

/** What was delivered outside: idempotency key and body. */
interface Delivery {
  readonly key: string
  readonly body: string
}

let directory: string
let platform: Platform
let outside: Server
let deliveries: Delivery[]

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'millrace-'))
  platform = await startPlatform(directory)
  deliveries = []
  outside = createServer((request, response) => {
    void (async () => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      deliveries.push({ key: String(request.headers['idempotency-key']), body })
      response.end()
    })()
  })
  outside.listen(0, '127.0.0.1')
  await once(outside, 'listening')
})

afterEach(async () => {
  outside.close()
  await platform.stop()
  await rm(directory, { recursive: true })
})

describe('the walking skeleton', () => {
  it('takes a record from a Kafka client through a worker to the outside, and commits how far it came', async () => {
    await produce('topic made', 'by the first record')
    const framesBefore = platform.log.stats().appendedFrames
    await platform.clock.advance(60_000)
    await produce('order-1', 'two pizzas')
    expect(platform.log.stats().appendedFrames).toBe(framesBefore + 1)

    const core = await startCore()
    const block = await core.step()
    expect(block.isShared).toBe(true)
    expect(block.records).toEqual([
      { offset: 0, timestamp: START, value: 'by the first record' },
      { offset: 1, timestamp: START + 60_000, value: 'two pizzas' },
    ])
    expect(deliveries).toEqual([
      { key: 'orders-0-0', body: 'by the first record' },
      { key: 'orders-0-1', body: 'two pizzas' },
    ])
    await core.stop()
    expect(await consumed('delivered')).toEqual(['by the first record', 'two pizzas'])
  })

  it('goes on after a restart where the last epoch ended', async () => {
    await produce('order-1', 'two pizzas')
    const first = await startCore()
    await first.step()
    await first.stop()
    await produce('order-2', 'a salad')
    await platform.stop()
    platform = await startPlatform(directory)

    const second = await startCore()
    const block = await second.step()
    expect(block.records.map(({ value }) => value)).toEqual(['a salad'])
    expect(await second.sink.recover()).toEqual({
      number: 2,
      sources: [{ topic: 'orders', partition: 0, nextOffset: 2 }],
    })
    await second.stop()
    expect(deliveries.map(({ body }) => body)).toEqual(['two pizzas', 'a salad'])
    expect(await consumed('delivered')).toEqual(['two pizzas', 'a salad'])
  })
})

/** A core that is not there yet: reads `orders`, decodes in its worker, delivers, writes `delivered`. */
async function startCore(): Promise<{
  readonly sink: EpochSink
  readonly source: BatchSource
  /** One epoch: a block, from the log to the commit. */
  step(): Promise<DecodedBlock>
  stop(): Promise<void>
}> {
  const { broker } = platform
  await broker.topics.ensure('delivered')
  const sink = await broker.epochs.sink('skeleton')
  const source = broker.newSource()
  const worker = new Worker(new URL('./skeleton/decoder.ts', import.meta.url))
  source.onBlock((block) => worker.postMessage(block))
  let last = (await sink.recover()) ?? { number: 0, sources: [] }
  source.assign([{ topic: 'orders', partition: 0, offset: last.sources[0]?.nextOffset ?? 0 }])
  return {
    sink,
    source,
    step: async () => {
      source.grant(1 << 20)
      const [block] = (await once(worker, 'message')) as [DecodedBlock]
      for (const { offset, value } of block.records) await deliver(`orders-0-${offset}`, value)
      const sources = [{ topic: 'orders', partition: 0, nextOffset: block.nextOffset }]
      const bytes = buildBatch({ records: block.records.map(({ value }) => ({ value })), timestamp: 0 })
      const epoch = { number: last.number + 1, sources, output: [{ topic: 'delivered', partition: 0, bytes }] }
      await sink.commit(epoch)
      last = epoch
      return block
    },
    stop: async () => {
      await source.close()
      await sink.close()
      await worker.terminate()
    },
  }
}

async function deliver(key: string, body: string): Promise<void> {
  const { port } = outside.address() as AddressInfo
  await fetch(`http://127.0.0.1:${port}`, { method: 'POST', headers: { 'idempotency-key': key }, body })
}

async function produce(key: string, value: string): Promise<void> {
  const kafka = new Kafka({ brokers: [platform.address], logLevel: logLevel.NOTHING })
  const producer = kafka.producer()
  await producer.connect()
  await producer.send({ topic: 'orders', messages: [{ key, value }] })
  await producer.disconnect()
}

/** The values of a topic's first partition, through the log's own source. */
async function consumed(topic: string): Promise<string[]> {
  const source = platform.broker.newSource()
  const end = platform.broker.topics.partition(platform.broker.topics.existing(topic), 0)?.highWatermark ?? 0
  const worker = new Worker(new URL('./skeleton/decoder.ts', import.meta.url))
  source.onBlock((block) => worker.postMessage(block))
  source.assign([{ topic, partition: 0, offset: 0 }])
  source.grant(1 << 20)
  const values: string[] = []
  for (let position = 0; position < end;) {
    const [block] = (await once(worker, 'message')) as [DecodedBlock]
    values.push(...block.records.map(({ value }) => value))
    position = block.nextOffset
  }
  await source.close()
  await worker.terminate()
  return values
}
