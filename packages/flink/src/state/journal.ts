import { type Broker, type Topic, buildBatch, storedRecords } from '@millrace/broker'
import { Fault, invariant } from '@millrace/kernel'

/** What the SQL engine knows of itself: tables over topics, jobs. Compacted; anybody may read it. */
const JOURNAL_TOPIC = '__millrace_sql'

/** States of jobs, in chunks, written in the frames of their epochs. */
export const STATE_TOPIC = '__millrace_sql_state'

/** Chunks of state are smaller; a batch of this size is still taken. */
const MAX_BATCH_BYTES = 16 * 2 ** 20

/**
 * Keys and values in a compacted topic. A value is `{"version":1, …}`.
 *
 * @throws Fault STATE_FORMAT for a later version
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

  /** Opens the topic, making it the first time, and gives the last value of every key. */
  static async open(
    broker: Broker,
    now: () => number,
  ): Promise<{ readonly journal: Journal; readonly entries: Map<string, object> }> {
    const topic = await ensureCompacted(broker, JOURNAL_TOPIC)
    const entries = new Map<string, object>()
    const partition = broker.topics.partition(topic, 0)
    invariant(partition !== undefined, 'a topic has a partition')
    for await (const { key, value } of storedRecords(partition)) {
      const name = key?.toString() ?? ''
      const entry = value === null ? undefined : readValue(name, value)
      if (entry === undefined) entries.delete(name)
      else entries.set(name, entry)
    }
    return { journal: new Journal(broker, topic, now), entries }
  }

  /** Resolves when it is durable; null takes a key away. @throws Refusal, Fault of the log */
  async write(key: string, value: object | null): Promise<void> {
    const text = value === null ? null : JSON.stringify({ version: 1, ...value })
    const records = buildBatch({ timestamp: this.#now(), records: [{ key, value: text }] })
    const parts = [{ topic: this.#topic, index: 0, records }]
    const [result] = await this.#broker.produce.produce({ transactionalId: null, acks: -1, parts })
    if (result?.error !== undefined) throw result.error
  }
}

/** A topic of the SQL engine's own: one partition, compacted. */
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

/** Anybody may have written here: what is no value of ours is passed over, what is of a later version is not. */
function readValue(key: string, bytes: Buffer): object | undefined {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString())
  } catch {
    return undefined
  }
  const version = (value as { version?: unknown } | null)?.version
  if (typeof version === 'number' && version > 1) {
    throw new Fault('STATE_FORMAT', `${JOURNAL_TOPIC} holds version ${version} of ${key}: start a later Millrace`)
  }
  return version === 1 ? (value as object) : undefined
}
