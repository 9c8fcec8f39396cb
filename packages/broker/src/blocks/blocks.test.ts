import { describe, expect, it } from 'vitest'
import type { RecordBlock } from '@millrace/kernel'
import { buildMarker } from '@millrace/log'
import { batchSourceContract } from '../../test/batch-source-contract.ts'
import { START, type TestBroker, batchOf, produceTo, testBroker, topicOf } from '../../test/broker.ts'
import { epochSinkContract } from '../../test/epoch-sink-contract.ts'
import { recordsIn } from '../topics/stored-records.ts'
import { LogSource } from './log-source.ts'

batchSourceContract('the log', async () => {
  const broker = await testBroker()
  const topic = await topicOf(broker, 'numbers', 2)
  return {
    newSource: () => broker.newSource(),
    produce: async (partition, values) => void (await produceTo(broker, topic, partition, batchOf(values))),
    close: () => broker.log.close(),
  }
})

epochSinkContract('the log', async () => {
  let broker = await testBroker()
  await topicOf(broker, 'in', 2)
  await topicOf(broker, 'out', 2)
  return {
    sink: (job) => broker.epochs.sink(job),
    batch: (partition, values) => ({ topic: 'out', partition, bytes: batchOf(values) }),
    values: (partition) => valuesOf(broker, 'out', partition),
    restart: async () => {
      broker = await testBroker({}, broker.log)
    },
    close: () => broker.log.close(),
  }
})

describe('blocks of the log', () => {
  it('leave out what transactions have aborted, what is undecided, and markers', async () => {
    const broker = await testBroker()
    const topic = await topicOf(broker, 'numbers')
    const partition = topic.partitions[0] as number
    const append = (bytes: Buffer) => broker.log.append({ batches: [{ partition, bytes }] }).durable
    const transactional = (id: number, value: string): Buffer =>
      batchOf([value], { transactional: true, producer: { id, epoch: 0, sequence: 0 } })
    const marker = (producerId: number, commit: boolean): Buffer =>
      buildMarker({ producerId, producerEpoch: 0, commit, coordinatorEpoch: 0, timestamp: START })
    await append(batchOf(['plain']))
    await append(transactional(1, 'aborted'))
    await append(transactional(2, 'committed'))
    await append(marker(1, false))
    await append(marker(2, true))
    await append(transactional(3, 'undecided'))
    await append(batchOf(['behind it']))
    const blocks: RecordBlock[] = []
    const source = new LogSource(broker.topics)
    source.onBlock((block) => void blocks.push(block))
    source.assign([{ topic: 'numbers', partition: 0, offset: 0 }])
    source.grant(10_000)
    const values = (): string[] =>
      blocks.flatMap(({ bytes }) => Array.from(recordsIn(Buffer.from(bytes)), ({ value }) => String(value)))
    await expect.poll(values).toEqual(['plain', 'committed'])
    await append(marker(3, true))
    await expect.poll(values).toEqual(['plain', 'committed', 'undecided', 'behind it'])
    expect(blocks[0]?.bytes.buffer).toBeInstanceOf(SharedArrayBuffer)
    await source.close()
  })

  it('are not given for a topic that was made again under the same name', async () => {
    const broker = await testBroker()
    const faults: string[] = []
    const source = broker.newSource()
    source.onFault(({ topic }) => void faults.push(topic))
    const old = await topicOf(broker, 'numbers')
    source.assign([{ topic: 'numbers', partition: 0, offset: 0 }])
    source.grant(10_000)
    await broker.topics.delete(old)
    await topicOf(broker, 'numbers')
    await expect.poll(() => faults).toEqual(['numbers'])
    await source.close()
  })
})

describe('epochs of the log', () => {
  it('are one frame: the output and the positions', async () => {
    const broker = await testBroker()
    await topicOf(broker, 'out', 2)
    const sink = await broker.epochs.sink('job')
    const before = broker.log.stats().appendedFrames
    const output = [0, 1].map((partition) => ({ topic: 'out', partition, bytes: batchOf(['x']) }))
    await sink.commit({ number: 1, sources: [], output })
    expect(broker.log.stats().appendedFrames).toBe(before + 1)
  })

  it('have one writer a job, and are forgotten with it', async () => {
    const broker = await testBroker()
    const sink = await broker.epochs.sink('job')
    await expect(broker.epochs.sink('job')).rejects.toMatchObject({ code: 'JOB_IN_USE' })
    await sink.commit({ number: 7, sources: [], output: [] })
    await sink.close()
    await broker.epochs.forget('job')
    const after = await testBroker({}, broker.log)
    expect(await (await after.epochs.sink('job')).recover()).toBeUndefined()
  })
})

async function valuesOf(broker: TestBroker, name: string, index: number): Promise<string[]> {
  const partition = broker.topics.partition(broker.topics.existing(name), index)
  const upTo = partition?.highWatermark ?? 0
  const read = await partition?.read({ from: 0, upTo, maxBytes: 1e6, atLeastOne: true })
  return (read?.chunks ?? []).flatMap((chunk) => Array.from(recordsIn(chunk), ({ value }) => String(value)))
}
