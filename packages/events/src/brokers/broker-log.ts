import { type CloudEvent, textOf, withAttributes, EventRefusal } from '@millrace/cloudevents'
import { type Broker, type Topic, buildBatch, recordsIn } from '@millrace/broker'
import { type Clocks, Refusal } from '@millrace/kernel'
import { decodeBlock } from './event-block.ts'
import { type StoredEvent, recordOf, storedEventOf } from './stored-event.ts'
import { countedDown } from './time-to-live.ts'

const LIST_BYTES = 1 << 20

const blockOf = (partition: number, fromOffset: number, nextOffset: number) => ({
  topic: '',
  partition,
  fromOffset,
  nextOffset,
})

/** A broker's events: records of one topic. */
export class BrokerLog {
  readonly topic: string
  readonly #broker: Broker
  readonly #clocks: Clocks
  #turn = 0

  constructor(broker: Broker, clocks: Clocks, topic: string) {
    this.#broker = broker
    this.#clocks = clocks
    this.topic = topic
  }

  /** Makes the topic when it is not there. A topic that is there feeds the broker as it is. */
  async open(partitionCount: number): Promise<void> {
    if (this.#broker.topics.get(this.topic) !== undefined) return
    await this.#broker.topics.create({
      name: this.topic,
      partitionCount,
      replicationFactor: -1,
      assignments: [],
      configs: [{ name: 'max.message.bytes', value: String(16 * 2 ** 20) }],
    })
  }

  /** Where each partition ends now: a trigger that is made begins there. */
  ends(): number[] {
    const topic = this.#existing()
    return topic.partitions.map((_, index) => this.#broker.topics.partition(topic, index)?.nextOffset ?? 0)
  }

  /** First offset of each partition. */
  starts(): number[] {
    const topic = this.#existing()
    return topic.partitions.map((_, index) => this.#broker.topics.partition(topic, index)?.startOffset ?? 0)
  }

  /** One event by its place; undefined when there is none. @throws EventRefusal when the record is no event */
  async read(index: number, offset: number): Promise<StoredEvent | undefined> {
    const partition = this.#broker.topics.partition(this.#existing(), index)
    if (partition === undefined || offset < partition.startOffset || offset >= partition.highWatermark) return undefined
    const { chunks } = await partition.read({ from: offset, upTo: offset + 1, maxBytes: 1, atLeastOne: true })
    const record = chunks.flatMap((chunk) => [...recordsIn(chunk)]).find((one) => one.offset === offset)
    return record && storedEventOf(record, index)
  }

  /** The last events of every partition, newest first, as far back as `most` records reach; no events are passed over. */
  async latest(most: number): Promise<StoredEvent[]> {
    const found: StoredEvent[] = []
    for (const [index, end] of this.ends().entries()) {
      const partition = this.#broker.topics.partition(this.#existing(), index)
      if (partition === undefined) continue
      const upTo = Math.min(end, partition.highWatermark)
      for (let from = Math.max(partition.startOffset, upTo - most); from < upTo;) {
        const { chunks, nextOffset } = await partition.read({ from, upTo, maxBytes: LIST_BYTES, atLeastOne: true })
        for (const bytes of chunks) found.push(...decodeBlock({ ...blockOf(index, from, nextOffset), bytes }).events)
        if (nextOffset <= from) break
        from = nextOffset
      }
    }
    return found
      .toSorted((left, right) => right.timestamp - left.timestamp || right.offset - left.offset)
      .slice(0, most)
  }

  /**
   * Appends events: all of them or none, durable when the promise resolves. Adds `knativearrivaltime`, and counts the
   * time to live down.
   *
   * @throws EventRefusal INVALID_ATTRIBUTE when a time to live is over; Refusal, Fault of the log
   */
  async append(events: readonly CloudEvent[], passed: readonly (readonly [string, string])[]): Promise<void> {
    if (events.length === 0) return
    const topic = this.#existing()
    const now = this.#clocks.domain.now()
    const byPartition = Map.groupBy(
      events.map((event) => arrived(event, now)),
      (event) => this.#place(topic, event),
    )
    const parts = [...byPartition].map(([index, group]) => ({
      topic,
      index,
      records: buildBatch({ timestamp: now, records: group.map((event) => recordOf(event, passed)) }),
    }))
    const results = await this.#broker.produce.produce({ transactionalId: null, acks: -1, parts })
    for (const { error } of results) if (error !== undefined) throw error
  }

  /** Events of one `partitionkey` lie in one partition; others take turns. */
  #place(topic: Topic, event: CloudEvent): number {
    const key = textOf(event, 'partitionkey')
    if (key === undefined) return this.#turn++ % topic.partitions.length
    let hash = 0
    for (const byte of Buffer.from(key)) hash = (Math.imul(hash, 31) + byte) | 0
    return (hash >>> 0) % topic.partitions.length
  }

  #existing(): Topic {
    const topic = this.#broker.topics.get(this.topic)
    if (topic === undefined) throw new Refusal('UNKNOWN_BROKER', `the topic ${this.topic} of the broker is gone`)
    return topic
  }
}

function arrived(event: CloudEvent, now: number): CloudEvent {
  const counted = countedDown(event)
  if (counted === undefined) {
    throw new EventRefusal(
      'INVALID_ATTRIBUTE',
      'the event has gone round too often: its time to live is over',
      'knativebrokerttl',
    )
  }
  return withAttributes(counted, { knativearrivaltime: new Date(now).toISOString() })
}
