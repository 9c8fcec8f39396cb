import { connectKafka } from '@millrace/client'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { waitFor } from '@millrace/testkit'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** How often each key is in a topic, as a reader of committed records sees it. */
export async function committedKeys(brokers: string, topic: string): Promise<Map<string, number>> {
  const ports = { clocks: systemClocks(), random: systemRandom, log }
  const kafka = await connectKafka({ KAFKA_BROKERS: brokers, KAFKA_CLIENT_ID: 'audit' }, ports)
  const ends = await kafka.admin().offsets(topic, 'latest')
  const counts = new Map<string, number>()
  const passed = ends.map(() => 0)
  const reader = kafka.reader({
    deliver: (chunk, release) => {
      for (const { key } of chunk.records) counts.set(String(key), (counts.get(String(key)) ?? 0) + 1)
      passed[chunk.partition] = chunk.nextOffset
      release()
    },
    lost: () => undefined,
  })
  for (const partition of ends.keys()) reader.assign(topic, partition, 0)
  await waitFor(() => ends.every((end, partition) => (passed[partition] ?? 0) >= end), { what: `the end of ${topic}` })
  await kafka.close()
  return counts
}
