import { Refusal } from '@millrace/kernel'
import type { Consumer, RecordsBatch } from '@platformatic/kafka'
import { int } from '../kafka/offsets.ts'
import type { RawRecord } from './content.ts'

/** Next offset to read, by partition. Reading moves it forward. */
export type Positions = Map<number, number>

const controlBatch = 0x20
const logAppendTime = 0x08

interface Fetched {
  records: RawRecord[]
  /** False when no partition had anything to give. */
  moved: boolean
}

/** Reads one topic from given positions, without a group. One fetch at a time: fetch sessions are not shared. */
export class PartitionReader implements AsyncDisposable {
  readonly #consumer: Consumer
  readonly #topic: string
  #topicId: string | undefined

  constructor(consumer: Consumer, topic: string) {
    this.#consumer = consumer
    this.#topic = topic
    consumer.topics.track(topic)
  }

  /** One fetch of the wanted partitions; waits up to `waitMs` for the first byte. Moves the positions. */
  async fetch(positions: Positions, waitMs: number, isolationLevel: 0 | 1 = 1): Promise<Fetched> {
    const records: RawRecord[] = []
    let moved = false
    for (const [node, partitions] of await this.#byLeader([...positions.keys()])) {
      const response = await this.#consumer.fetch({
        node,
        minBytes: 1,
        maxBytes: 8_000_000,
        maxWaitTime: waitMs,
        isolationLevel,
        topics: [
          {
            topicId: this.#topicId as string,
            partitions: partitions.map((one) => request(one, positions.get(one) ?? 0)),
          },
        ],
      })
      for (const { partitionIndex, records: batches } of response.responses.flatMap((topic) => topic.partitions))
        for (const batch of batches ?? []) moved = take(batch, partitionIndex, positions, records) || moved
    }
    return { records, moved }
  }

  async #byLeader(partitions: readonly number[]): Promise<Map<number, number[]>> {
    const metadata = await this.#consumer.metadata({ topics: [this.#topic] })
    const topic = metadata.topics.get(this.#topic)
    if (topic === undefined) throw new Refusal('UNKNOWN_TOPIC_OR_PARTITION', `There is no topic ${this.#topic}`)
    this.#topicId = topic.id
    return Map.groupBy(partitions, (partition) => topic.partitions[partition]?.leader ?? -1)
  }

  /**
   * Everything from the positions up to `ends`. Compaction leaves gaps and aborted transactions leave batches that a
   * committed read hides; neither may stop the reading or let it run for ever.
   */
  async readTo(positions: Positions, ends: ReadonlyMap<number, number>): Promise<RawRecord[]> {
    const found: RawRecord[] = []
    const open = new Map([...positions].filter(([partition, at]) => at < (ends.get(partition) ?? 0)))
    while (open.size > 0) {
      const { records, moved } = await this.fetch(open, 100)
      found.push(...records.filter(({ partition, offset }) => offset < (ends.get(partition) ?? 0)))
      if (!moved && !(await this.#skipHidden(open))) break
      for (const [partition, at] of open) if (at >= (ends.get(partition) ?? 0)) open.delete(partition)
    }
    return found
  }

  /** Steps over batches that a committed read does not return. False when there are none: the end is reached. */
  async #skipHidden(positions: Positions): Promise<boolean> {
    return (await this.fetch(positions, 0, 0)).moved
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#consumer.close(true)
  }
}

const request = (partition: number, offset: number) => ({
  partition,
  currentLeaderEpoch: -1,
  fetchOffset: BigInt(offset),
  lastFetchedEpoch: -1,
  partitionMaxBytes: 1_000_000,
})

/** Adds a batch's records from the position on, and moves the position behind the batch. True if that was forward. */
function take(batch: RecordsBatch, partition: number, positions: Positions, records: RawRecord[]): boolean {
  const first = int(batch.firstOffset)
  const position = positions.get(partition) ?? 0
  const next = first + batch.lastOffsetDelta + 1
  if (next <= position) return false
  positions.set(partition, next)
  if ((batch.attributes & controlBatch) !== 0) return true
  const appended = (batch.attributes & logAppendTime) !== 0
  for (const record of batch.records) {
    const offset = first + record.offsetDelta
    const timestamp = int(appended ? batch.maxTimestamp : batch.firstTimestamp + record.timestampDelta)
    if (offset >= position)
      records.push({ partition, offset, timestamp, key: record.key, value: record.value, headers: record.headers })
  }
  return true
}
