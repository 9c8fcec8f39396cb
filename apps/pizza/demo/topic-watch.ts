import { type KafkaClient, type KafkaRecord, tailTopics } from '@millrace/client'
import { pizzaIncidents, pizzaStatus, workshopTopics } from '../topics.ts'

/** A record as a consumer of its own read it. */
export interface SeenRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly key: string
  readonly value: string
}

export interface TopicWatch {
  /** What was written about an order since the start, by topic and place. */
  of(orderId: string): readonly SeenRecord[]
  close(): Promise<void>
}

/** Reads the topics of the shop from where they end now, without a group; committed records only. */
export async function watchTopics(kafka: KafkaClient): Promise<TopicWatch> {
  const seen: SeenRecord[] = []
  const hear = ({ topic, partition, offset, key, value }: KafkaRecord): void => {
    seen.push({ topic, partition, offset, key: String(key), value: String(value) })
  }
  const names = [...workshopTopics, pizzaIncidents, pizzaStatus].map(({ name }) => name)
  const reader = await tailTopics(kafka, names, hear)
  return {
    of: (orderId) => seen.filter(({ key }) => key === orderId),
    close: () => reader.close(),
  }
}
