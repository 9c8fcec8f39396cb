import { Consumer } from '@platformatic/kafka'

/** One record as it stands in the log. */
export interface LoggedRecord {
  readonly partition: number
  readonly offset: number
  readonly key: string | null
  readonly value: string | null
}

const PARTITION_BYTES = 1024 * 1024
const CONTROL_BATCH = 0x20

/**
 * Reads partitions from given offsets to their ends by plain Fetch requests, without a group, and moves the offsets on.
 * It sees every record, also those of aborted transactions, but no control records.
 */
export class PartitionReader {
  readonly #consumer: Consumer
  readonly #topic: string
  readonly #next: number[]

  constructor(brokers: string, topic: string, from: readonly number[]) {
    const groupId = `reader-${crypto.randomUUID()}`
    this.#consumer = new Consumer({
      clientId: 'audit',
      groupId,
      bootstrapBrokers: [brokers],
      timeout: 10_000,
      retries: 10,
      retryDelay: 200,
    })
    this.#topic = topic
    this.#next = [...from]
  }

  /** The offset after the last one read, by partition. */
  get offsets(): readonly number[] {
    return this.#next
  }

  /** Reads on to the end of all partitions. */
  async *rest(): AsyncGenerator<LoggedRecord> {
    for (let partition = 0; partition < this.#next.length; partition++) yield* this.#restOf(partition)
  }

  /** One request's worth of one partition. */
  async some(partition: number): Promise<{ readonly records: LoggedRecord[]; readonly atEnd: boolean }> {
    const from = this.#next[partition] ?? 0
    const answer = await this.#fetch(partition, from)
    const records: LoggedRecord[] = []
    let next = from
    for (const batch of answer.records ?? []) {
      const first = Number(batch.firstOffset)
      for (const { offsetDelta, key, value } of batch.records) {
        const offset = first + offsetDelta
        const hidden = offset < from || (batch.attributes & CONTROL_BATCH) !== 0
        if (!hidden) records.push({ partition, offset, key: key?.toString() ?? null, value: value?.toString() ?? null })
      }
      next = Math.max(next, first + batch.lastOffsetDelta + 1)
    }
    this.#next[partition] = next
    return { records, atEnd: next >= Number(answer.highWatermark) }
  }

  close(): Promise<void> {
    return this.#consumer.close(true)
  }

  async *#restOf(partition: number): AsyncGenerator<LoggedRecord> {
    for (;;) {
      const { records, atEnd } = await this.some(partition)
      yield* records
      if (atEnd) return
    }
  }

  async #fetch(partition: number, offset: number) {
    const metadata = await this.#consumer.metadata({ topics: [this.#topic] })
    const topic = metadata.topics.get(this.#topic)
    if (topic === undefined) throw new Error(`there is no topic ${this.#topic}`)
    const place = { partition, fetchOffset: BigInt(offset), currentLeaderEpoch: -1, lastFetchedEpoch: -1 }
    const answer = await this.#consumer.fetch({
      node: topic.partitions[partition]?.leader ?? 0,
      topics: [{ topicId: topic.id, partitions: [{ ...place, partitionMaxBytes: PARTITION_BYTES }] }],
      isolationLevel: 0,
      maxWaitTime: 100,
      minBytes: 0,
    })
    const found = answer.responses[0]?.partitions[0]
    if (found === undefined) throw new Error(`no answer for partition ${partition} of ${this.#topic}`)
    if (found.errorCode !== 0) throw new Error(`${this.#topic}-${partition} at ${offset}: error ${found.errorCode}`)
    return found
  }
}
