import { invariant } from '@millrace/kernel'
import { buildBatch } from '@millrace/log'
import type { Broker } from '../broker.ts'
import type { Topic } from '../topics/topic.ts'
import { type JournalEntry, entriesOf, recordOf } from './journal-entry.ts'

/** A batch of this size is still taken; who keeps more cuts it into records. */
const MAX_BATCH_BYTES = 16 * 2 ** 20

/**
 * What a core keeps of itself (triggers, jobs, tables): keys and values in a compacted topic, which anybody may read. A
 * value is `{"version":1, …}`.
 */
export class Journal {
  readonly #broker: Broker
  readonly #topic: Topic
  readonly #now: () => number

  private constructor(broker: Broker, topic: Topic, now: () => number) {
    this.#broker = broker
    this.#topic = topic
    this.#now = now
  }

  /**
   * Opens the topic, making it the first time, and gives the last value of every key.
   *
   * @throws Fault STATE_FORMAT when it holds a value of a later version
   */
  static async open(
    broker: Broker,
    name: string,
    now: () => number,
  ): Promise<{ readonly journal: Journal; readonly entries: Map<string, object> }> {
    const topic = await ensureCompacted(broker, name)
    const partition = broker.topics.partition(topic, 0)
    invariant(partition !== undefined, 'a topic has a partition')
    return { journal: new Journal(broker, topic, now), entries: await entriesOf(partition, name) }
  }

  /** Resolves when all of it is durable. @throws Refusal, Fault of the log */
  async write(entries: readonly JournalEntry[]): Promise<void> {
    const records = buildBatch({ timestamp: this.#now(), records: entries.map(recordOf) })
    const parts = [{ topic: this.#topic, index: 0, records }]
    const [result] = await this.#broker.produce.produce({ transactionalId: null, acks: -1, parts })
    if (result?.error !== undefined) throw result.error
  }
}

/** A topic of the platform's own: one partition, compacted. */
export async function ensureCompacted(broker: Broker, name: string): Promise<Topic> {
  const there = broker.topics.get(name)
  if (there !== undefined) return there
  return await broker.topics.create({
    name,
    partitionCount: 1,
    replicationFactor: -1,
    assignments: [],
    configs: [
      { name: 'cleanup.policy', value: 'compact' },
      { name: 'segment.bytes', value: String(MAX_BATCH_BYTES) },
      { name: 'max.message.bytes', value: String(MAX_BATCH_BYTES) },
      { name: 'message.timestamp.type', value: 'CreateTime' },
    ],
  })
}
