import { describe, expect, it } from 'vitest'
import { buildBatch, records, sealCrc } from '@millrace/log'
import { START, batchOf, produceTo, testBroker, topicOf } from '../../test/broker.ts'
import { RejectedRecords } from './rejected-records.ts'

const HOUR_MS = 3_600_000

/** The batch with some bytes changed, and its CRC right again. */
function changed(bytes: Buffer, change: (bytes: Buffer) => void): Buffer {
  change(bytes)
  sealCrc(bytes, 0, bytes.length)
  return bytes
}

function claimFive(bytes: Buffer): void {
  bytes.writeInt32BE(4, 23)
  bytes.writeInt32BE(5, 57)
}

describe('produce', () => {
  it('appends one frame for a request, and gives each partition its base offset', async () => {
    const broker = await testBroker()
    const topic = await topicOf(broker, 'orders', 2)
    await produceTo(broker, topic, 1, batchOf(['a', 'b']))
    const before = broker.log.stats().appendedFrames
    const results = await broker.produce.produce({
      transactionalId: null,
      acks: 1,
      parts: [
        { topic, index: 0, records: batchOf(['c']) },
        { topic, index: 1, records: batchOf(['d']) },
      ],
    })
    expect(broker.log.stats().appendedFrames).toBe(before + 1)
    expect(results).toEqual([
      { baseOffset: 0, logAppendTime: -1, logStartOffset: 0 },
      { baseOffset: 2, logAppendTime: -1, logStartOffset: 0 },
    ])
  })

  it('gives offsets in the order of the calls, and answers when they are durable', async () => {
    const broker = await testBroker()
    const topic = await topicOf(broker, 'orders')
    const first = produceTo(broker, topic, 0, batchOf(['a']))
    const second = produceTo(broker, topic, 0, batchOf(['b']))
    expect(broker.topics.partition(topic, 0)).toMatchObject({ nextOffset: 2, highWatermark: 0 })
    expect(await first).toMatchObject({ baseOffset: 0 })
    expect(await second).toMatchObject({ baseOffset: 1 })
    expect(broker.topics.partition(topic, 0)?.highWatermark).toBe(2)
  })

  it('keeps the bytes of the producer but for offset and epoch', async () => {
    const broker = await testBroker()
    const topic = await topicOf(broker, 'orders')
    const bytes = batchOf(['a', 'b'], { compression: 'gzip' })
    await produceTo(broker, topic, 0, bytes)
    const read = await broker.topics.partition(topic, 0)?.read({ from: 0, upTo: 2, maxBytes: 1e6, atLeastOne: true })
    expect(read?.chunks[0]?.subarray(16)).toEqual(bytes.subarray(16))
  })

  it('refuses one partition and takes its neighbour', async () => {
    const broker = await testBroker()
    const topic = await topicOf(broker, 'orders', 2)
    const broken = batchOf(['a'])
    broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1
    const parts = [
      { topic, index: 0, records: broken },
      { topic, index: 1, records: batchOf(['b']) },
      { topic, index: 7, records: batchOf(['c']) },
      { topic, index: 1, records: batchOf(['twice']) },
    ]
    const results = await broker.produce.produce({ transactionalId: null, acks: -1, parts })
    expect(results).toMatchObject([
      { error: { code: 'CORRUPT_MESSAGE' } },
      { baseOffset: 0 },
      { error: { code: 'UNKNOWN_TOPIC_OR_PARTITION' } },
      { error: { code: 'INVALID_REQUEST' } },
    ])
  })

  it.each<[string, Buffer | null, string]>([
    ['no records', null, 'INVALID_RECORD'],
    ['two batches', Buffer.concat([batchOf(['a']), batchOf(['b'])]), 'INVALID_RECORD'],
    ['a batch that is cut off', batchOf(['abc']).subarray(0, -1), 'INVALID_RECORD'],
    ['an old format', changed(batchOf(['a']), (bytes) => bytes.writeUInt8(1, 16)), 'INVALID_RECORD'],
    ['more records in the header than there are', changed(batchOf(['a']), claimFive), 'INVALID_RECORD'],
    ['records that are none', changed(batchOf(['a', 'b']), (bytes) => bytes.fill(0xff, 61)), 'INVALID_RECORD'],
    ['a control batch', batchOf(['a'], { control: true }), 'INVALID_RECORD'],
    ['a base offset', batchOf(['a'], { baseOffset: 5 }), 'INVALID_RECORD'],
    ['a transaction without producer', batchOf(['a'], { transactional: true }), 'INVALID_RECORD'],
    ['a large batch', batchOf(['x'.repeat(300)]), 'MESSAGE_TOO_LARGE'],
    [
      'a transaction that the request does not name',
      batchOf(['a'], { producer: { id: 9, epoch: 0, sequence: 0 }, transactional: true }),
      'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
    ],
    ['a time far ahead', batchOf(['a'], { timestamp: START + HOUR_MS + 1 }), 'INVALID_TIMESTAMP'],
    ['a time long past', batchOf(['a'], { timestamp: START - 1001 }), 'INVALID_TIMESTAMP'],
  ])('refuses %s', async (_, bytes, code) => {
    const broker = await testBroker()
    const topic = await topicOf(broker, 'orders', 1, {
      'max.message.bytes': '300',
      'message.timestamp.before.max.ms': '1000',
    })
    expect(await produceTo(broker, topic, 0, bytes)).toMatchObject({ error: { code } })
    expect(broker.topics.partition(topic, 0)?.nextOffset).toBe(0)
  })

  it('names the records without key that a compacted topic refuses', async () => {
    const broker = await testBroker()
    const topic = await topicOf(broker, 'latest', 1, { 'cleanup.policy': 'compact' })
    const bytes = buildBatch({
      records: [{ key: 'k', value: 'a' }, { value: 'b' }],
      timestamp: START,
      compression: 'gzip',
    })
    const { error } = await produceTo(broker, topic, 0, bytes)
    expect(error).toBeInstanceOf(RejectedRecords)
    expect(error).toMatchObject({ code: 'INVALID_RECORD', records: [{ index: 1 }] })
  })

  it('stamps the domain time of the append where the topic wants it', async () => {
    const broker = await testBroker({ virtualClock: true })
    const topic = await topicOf(broker, 'orders')
    await broker.clocks.domain.advance(5)
    const result = await produceTo(broker, topic, 0, batchOf(['a'], { timestamp: START + 99 * HOUR_MS }))
    expect(result).toMatchObject({ baseOffset: 0, logAppendTime: START + 5 })
    const read = await broker.topics.partition(topic, 0)?.read({ from: 0, upTo: 1, maxBytes: 1e6, atLeastOne: true })
    expect([...records(read?.chunks[0] as Buffer)]).toMatchObject([{ timestamp: START + 5 }])
  })

  it('takes acks=all where more copies are asked for than there are, as Kafka does since version 4', async () => {
    const broker = await testBroker()
    const topic = await topicOf(broker, 'orders', 1, { 'min.insync.replicas': '2' })
    expect(await produceTo(broker, topic, 0, batchOf(['a']))).toMatchObject({ baseOffset: 0 })
  })

  it("refuses records for the platform's own topics", async () => {
    const broker = await testBroker()
    const offsets = await broker.topics.internal('__consumer_offsets')
    expect(await produceTo(broker, offsets, 0, batchOf(['a']))).toMatchObject({
      error: { code: 'INVALID_TOPIC_EXCEPTION' },
    })
  })

  it('answers with the fault when the log has stopped', async () => {
    const broker = await testBroker()
    const topic = await topicOf(broker, 'orders')
    await broker.log.close()
    expect(await produceTo(broker, topic, 0, batchOf(['a']))).toMatchObject({ error: { code: 'LOG_STOPPED' } })
  })
})
