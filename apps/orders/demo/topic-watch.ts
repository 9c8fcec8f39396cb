import { type KafkaClient, type KafkaRecord, tailTopics } from '@millrace/client'
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
  const hear = ({ topic, partition, offset, key, value }: KafkaRecord): void => {
    const read = JSON.parse(value?.toString() ?? '{}') as SeenRecord['value']
    seen.push({ topic, partition, offset, key: key?.toString() ?? '', value: read })
  }
  const names = allTopics.map(({ name }) => name)
  const reader = await tailTopics(kafka, names, hear)
  return {
    of: (orderId) => seen.filter(({ key }) => key === orderId),
    close: () => reader.close(),
  }
}
