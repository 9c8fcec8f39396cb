import { PARTITIONS } from './statements.ts'
import { Consumer } from '@platformatic/kafka'

/** A record of a topic, decoded. */
export interface Content {
  readonly value: Readonly<Record<string, unknown>>
  readonly timestamp: number
}

const PARTITION_BYTES = 4 * 1024 * 1024

/** Everything that is in a topic, partition by partition. */
export async function contentOf(brokers: string, name: string): Promise<Content[]> {
  const groupId = `audit-${crypto.randomUUID()}`
  const consumer = new Consumer({
    clientId: 'audit',
    groupId,
    bootstrapBrokers: [brokers],
    retries: 10,
    retryDelay: 200,
  })
  try {
    const found: Content[] = []
    for (let partition = 0; partition < (PARTITIONS[name] ?? 1); partition++) {
      for (let from = 0, end = 1; from < end;) {
        const read = await some(consumer, name, partition, from)
        found.push(...read.content)
        end = read.end
        if (read.next <= from) break
        from = read.next
      }
    }
    return found
  } finally {
    await consumer.close(true)
  }
}

async function some(consumer: Consumer, name: string, partition: number, from: number) {
  const topic = (await consumer.metadata({ topics: [name] })).topics.get(name)
  const place = { partition, fetchOffset: BigInt(from), currentLeaderEpoch: -1, lastFetchedEpoch: -1 }
  const answer = await consumer.fetch({
    node: topic?.partitions[partition]?.leader ?? 0,
    topics: [{ topicId: topic?.id ?? '', partitions: [{ ...place, partitionMaxBytes: PARTITION_BYTES }] }],
    isolationLevel: 0,
    maxWaitTime: 100,
    minBytes: 0,
  })
  const read = answer.responses[0]?.partitions[0]
  const content: Content[] = []
  let next = from
  for (const batch of read?.records ?? []) {
    const first = Number(batch.firstOffset)
    for (const record of batch.records) {
      if (first + record.offsetDelta < from) continue
      const value = JSON.parse(record.value?.toString() ?? 'null') as Content['value']
      content.push({ value, timestamp: Number(batch.firstTimestamp + record.timestampDelta) })
    }
    next = Math.max(next, first + batch.lastOffsetDelta + 1)
  }
  return { content, next, end: Number(read?.highWatermark ?? 0) }
}
