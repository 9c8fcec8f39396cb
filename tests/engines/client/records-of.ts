import type { KafkaClient, KafkaRecord } from '@millrace/client'

/** Every committed record of a topic as it is now, by partition and offset. */
export async function recordsOf(kafka: KafkaClient, topic: string): Promise<KafkaRecord[]> {
  const ends = await kafka.admin().offsets(topic, 'latest')
  const left = new Set([...ends.keys()].filter((partition) => (ends[partition] ?? 0) > 0))
  const records: KafkaRecord[] = []
  const done = Promise.withResolvers<void>()
  if (left.size === 0) return []
  const reader = kafka.reader({
    deliver: (chunk, release) => {
      records.push(...chunk.records)
      release()
      if (chunk.nextOffset >= (ends[chunk.partition] ?? 0)) left.delete(chunk.partition)
      if (left.size === 0) done.resolve()
    },
    lost: ({ reason }) => done.reject(new Error(reason)),
  })
  for (const partition of left) reader.assign(topic, partition, 0)
  await done.promise
  await reader.close()
  return records.toSorted((a, b) => a.partition - b.partition || a.offset - b.offset)
}
