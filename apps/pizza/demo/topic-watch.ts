import type { KafkaClient } from '@millrace/client'
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
  const reader = kafka.reader({
    deliver: ({ records }, release) => {
      for (const { topic, partition, offset, key, value } of records)
        seen.push({ topic, partition, offset, key: String(key), value: String(value) })
      release()
    },
    lost: () => undefined,
  })
  for (const { name } of [...workshopTopics, pizzaIncidents, pizzaStatus]) {
    const ends = await kafka.admin().offsets(name, 'latest')
    for (const [partition, offset] of ends.entries()) reader.assign(name, partition, offset)
  }
  return {
    of: (orderId) => seen.filter(({ key }) => key === orderId),
    close: () => reader.close(),
  }
}
