import { type KafkaClient, type KafkaRecord, tailTopics } from '@millrace/client'
import { soon } from '../resource/soon.ts'

const MOST_MS = 10_000

/** A record as anybody reads it. */
interface SeenRecord {
  readonly topic: string
  readonly offset: number
  readonly key: string
  readonly value: string
}

export interface TopicWatch {
  /** The first record with this key. @throws Fault when it does not come within 10 s. */
  record(key: string): Promise<SeenRecord>
  close(): Promise<void>
}

/** Reads topics from where they end now, without a group. */
export async function watchTopics(kafka: KafkaClient, topics: readonly string[]): Promise<TopicWatch> {
  const seen = new Map<string, PromiseWithResolvers<SeenRecord>>()
  const entry = (key: string): PromiseWithResolvers<SeenRecord> => {
    const known = seen.get(key) ?? Promise.withResolvers<SeenRecord>()
    seen.set(key, known)
    return known
  }
  const note = ({ topic, offset, key, value }: KafkaRecord): void => {
    const text = key?.toString() ?? ''
    entry(text).resolve({ topic, offset, key: text, value: value?.toString() ?? 'null' })
  }
  const reader = await tailTopics(kafka, topics, note)
  return {
    record: (key) => soon(kafka.ports.clocks.liveness, MOST_MS, entry(key).promise),
    close: () => reader.close(),
  }
}
