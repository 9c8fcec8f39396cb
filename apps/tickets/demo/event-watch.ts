import { decodeKafka, requiredText, textOf } from '@millrace/cloudevents'
import type { KafkaClient } from '@millrace/client'
import { jsonData } from '@millrace/client/cloudevents'

/** An event as a Kafka consumer of its own read it from the broker's topic. */
export interface WatchedEvent {
  readonly place: string
  readonly type: string
  readonly source: string
  readonly correlationKey: string
  readonly sessionId: string
}

export interface EventWatch {
  of(sessionId: string): readonly WatchedEvent[]
  close(): Promise<void>
}

/** Reads a broker's topic from where it ends now. */
export async function watchEvents(kafka: KafkaClient, topic: string): Promise<EventWatch> {
  const seen: WatchedEvent[] = []
  const reader = kafka.reader({
    deliver: ({ records }, release) => {
      for (const { partition, offset, key, value, headers } of records) {
        const named = headers.map(([name, bytes]) => ({ key: name, value: bytes }))
        const event = decodeKafka({ key, value, headers: named })
        const data = (jsonData(event) ?? {}) as { sessionId?: string }
        seen.push({
          place: `${partition}/${offset}`,
          type: requiredText(event, 'type'),
          source: requiredText(event, 'source'),
          correlationKey: textOf(event, 'correlationkey') ?? '',
          sessionId: data.sessionId ?? '',
        })
      }
      release()
    },
    lost: () => undefined,
  })
  const ends = await kafka.admin().offsets(topic, 'latest')
  for (const [partition, offset] of ends.entries()) reader.assign(topic, partition, offset)
  return {
    of: (sessionId) => seen.filter((event) => event.sessionId === sessionId),
    close: () => reader.close(),
  }
}
