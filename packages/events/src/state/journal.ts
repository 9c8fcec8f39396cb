import { type Broker, type Topic, buildBatch, storedRecords } from '@millrace/broker'
import { Fault, invariant } from '@millrace/kernel'

/** What triggers know of themselves: definitions, positions, event types. Compacted; anybody may read it. */
export const STATE_TOPIC = '__millrace_events'

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
  ): Promise<{ readonly journal: Journal; readonly state: Map<string, unknown> }> {
    const topic = broker.topics.get(STATE_TOPIC) ?? (await broker.topics.create(SPEC))
    const partition = broker.topics.partition(topic, 0)
    invariant(partition !== undefined, 'a topic has a partition')
    const state = new Map<string, unknown>()
    for await (const { key, value } of storedRecords(partition)) {
      const name = key?.toString() ?? ''
      if (value === null) state.delete(name)
      else state.set(name, readValue(name, value))
    }
    return { journal: new Journal(broker, topic, now), state }
  }

  /** Resolves when all of it is durable; null takes a key away. @throws Refusal, Fault of the log */
  async write(entries: readonly { readonly key: string; readonly value: object | null }[]): Promise<void> {
    const records = buildBatch({
      timestamp: this.#now(),
      records: entries.map(({ key, value }) => ({
        key,
        value: value === null ? null : JSON.stringify({ version: 1, ...value }),
      })),
    })
    const parts = [{ topic: this.#topic, index: 0, records }]
    const [result] = await this.#broker.produce.produce({ transactionalId: null, acks: -1, parts })
    if (result?.error !== undefined) throw result.error
  }
}

const SPEC = {
  name: STATE_TOPIC,
  partitionCount: 1,
  replicationFactor: -1,
  assignments: [],
  configs: [
    { name: 'cleanup.policy', value: 'compact' },
    { name: 'segment.bytes', value: String(16 * 2 ** 20) },
    { name: 'message.timestamp.type', value: 'CreateTime' },
  ],
}

/** Anybody may have written here: what is no value of ours is passed over, what is of a later version is not. */
function readValue(key: string, bytes: Buffer): unknown {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString())
  } catch {
    return undefined
  }
  const version = (value as { version?: unknown } | null)?.version
  if (typeof version === 'number' && version > 1) {
    throw new Fault('STATE_FORMAT', `${STATE_TOPIC} holds version ${version} of ${key}: start a later Millrace`)
  }
  return version === 1 ? value : undefined
}
