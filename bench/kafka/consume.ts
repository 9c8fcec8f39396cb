import type { Producer } from '@platformatic/kafka'
import { consumerFor } from './clients.ts'
import { measured, type Measured } from '../measuring/measure.ts'

/**
 * Reads `count` records of a topic from its beginning. Time runs from the first records that arrive, so that joining the
 * group, which Kafka delays by three seconds, does not count.
 */
export async function consume(brokers: string, topic: string, count: number, serverPid: number): Promise<Measured> {
  const consumer = consumerFor(brokers)
  const stream = await consumer.consume({ topics: [topic], mode: 'earliest' })
  const result = await measured(serverPid, async () => {
    let records = 0
    let first = 0
    await new Promise<void>((resolve, reject) => {
      stream.once('error', reject)
      stream.on('data', () => {
        if (records++ === 0) first = performance.now()
        if (records >= count) resolve()
      })
    })
    return { records, latenciesMs: [], seconds: (performance.now() - first) / 1000 }
  })
  await stream.close()
  await consumer.close(true)
  return result
}

/** Sends one record after the other and times each from the call to its arrival at a waiting consumer. */
export async function endToEnd(brokers: string, producer: Producer, topic: string, count: number): Promise<number[]> {
  const consumer = consumerFor(brokers)
  const stream = await consumer.consume({ topics: [topic], mode: 'latest' })
  const value = Buffer.alloc(100, 1)
  const latencies: number[] = []
  let arrived: () => void = () => undefined
  stream.on('data', () => arrived())
  // The first ones wait until the consumer is at the end of the topic.
  for (let at = -20; at < count; at++) {
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve
      if (at < 0) setTimeout(resolve, 50)
    })
    const before = performance.now()
    await producer.send({ messages: [{ topic, partition: 0, value }], acks: -1 })
    await arrival
    if (at >= 0) latencies.push(performance.now() - before)
  }
  await stream.close()
  await consumer.close(true)
  return latencies
}
