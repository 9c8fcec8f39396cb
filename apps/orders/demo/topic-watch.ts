import type { KafkaClient } from '@millrace/client'
import { allTopics } from '../topics.ts'

/** A record as a consumer of its own read it. */
export interface SeenRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly key: string
  readonly value: Readonly<Record<string, unknown>>
}

export interface TopicWatch {
  /** What was written about an order since the start, in the order of reading. */
  of(orderId: string): readonly SeenRecord[]
  close(): Promise<void>
}

/** Reads the eleven topics from where they end now, without a group. */
export async function watchTopics(kafka: KafkaClient): Promise<TopicWatch> {
  const seen: SeenRecord[] = []
  const reader = kafka.reader({
    deliver: ({ records }, release) => {
      for (const { topic, partition, offset, key, value } of records) {
        const read = JSON.parse(value?.toString() ?? '{}') as SeenRecord['value']
        seen.push({ topic, partition, offset, key: key?.toString() ?? '', value: read })
      }
      release()
    },
    lost: () => undefined,
  })
  for (const { name } of allTopics) {
    const ends = await kafka.admin().offsets(name, 'latest')
    for (const [partition, offset] of ends.entries()) reader.assign(name, partition, offset)
  }
  return {
    of: (orderId) => seen.filter(({ key }) => key === orderId),
    close: () => reader.close(),
  }
}
