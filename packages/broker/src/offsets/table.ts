/** One committed position of a group in a partition. */
export interface CommittedOffset {
  readonly offset: number
  /** Leader epoch of the last record that was read, -1 when the client does not say. */
  readonly leaderEpoch: number
  /** What the client wants to keep with it; given back as it came. */
  readonly metadata: string
  /** Domain time, ms since epoch. */
  readonly committedAt: number
  /** Only for clients that say how long it is to be kept (OffsetCommit v2-4). */
  readonly expiresAt: number | undefined
  /** Which topic of that name it was; undefined in records of others that do not say. */
  readonly topicId: string | undefined
  /** Where in `__consumer_offsets` it is written: of two for one partition the later one holds. */
  readonly recordOffset: number
}

export interface TopicPartitionOffset {
  readonly topic: string
  readonly partition: number
  readonly committed: CommittedOffset
}

/** Committed positions by topic and partition. */
export class OffsetTable {
  readonly #topics = new Map<string, Map<number, CommittedOffset>>()

  get isEmpty(): boolean {
    return this.#topics.size === 0
  }

  get(topic: string, partition: number): CommittedOffset | undefined {
    return this.#topics.get(topic)?.get(partition)
  }

  put(topic: string, partition: number, committed: CommittedOffset): void {
    const partitions = this.#topics.get(topic) ?? new Map<number, CommittedOffset>()
    this.#topics.set(topic, partitions.set(partition, committed))
  }

  delete(topic: string, partition: number): void {
    const partitions = this.#topics.get(topic)
    partitions?.delete(partition)
    if (partitions?.size === 0) this.#topics.delete(topic)
  }

  /** Those of one topic, by partition. */
  topic(name: string): ReadonlyMap<number, CommittedOffset> | undefined {
    return this.#topics.get(name)
  }

  topics(): IterableIterator<[string, ReadonlyMap<number, CommittedOffset>]> {
    return this.#topics.entries()
  }

  *entries(): Generator<TopicPartitionOffset> {
    for (const [topic, partitions] of this.#topics) {
      for (const [partition, committed] of partitions) yield { topic, partition, committed }
    }
  }
}
