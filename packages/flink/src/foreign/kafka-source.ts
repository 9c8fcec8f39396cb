import { type NewRecord, buildBatch } from '@millrace/broker'
import type { Chunk, Fetcher, KafkaClient } from '@millrace/client'
import { type BatchSource, Fault, type LogPort, type RecordBlock, type TopicPartition } from '@millrace/kernel'

/** Bytes of one partition that may be under way: what the job grants is told by the chunks it has taken. */
const BUFFER_BYTES = 512 * 1024

interface Held {
  readonly bytes: number
  readonly release: () => void
}

/** Records of another Kafka in blocks: those that transactions have committed, with their offsets and times. */
export class KafkaSource implements BatchSource {
  readonly #name: string
  readonly #reader: Fetcher
  readonly #held: Held[] = []
  /** Where each partition ended when it was last asked. */
  readonly ends = new Map<number, number>()
  #receive: (block: RecordBlock) => void = () => undefined
  #report: (partition: TopicPartition, error: Error) => void = () => undefined
  #topic = ''

  /** `name` is how the job calls the topic. */
  constructor(name: string, kafka: KafkaClient, log: LogPort) {
    this.#name = name
    this.#reader = kafka.reader({
      bufferBytes: BUFFER_BYTES,
      deliver: (chunk, release) => this.#deliver(chunk, release),
      lost: ({ partition, reason }) => {
        const text =
          reason === 'recreated' ? 'it is another topic by the same name' : 'its records are not there any more'
        this.#report({ topic: name, partition }, new Fault('OFFSET_OUT_OF_RANGE', text))
      },
      trouble: (reason) => log.warn({ topic: name, reason: reason.message }, 'a foreign Kafka cannot be read'),
    })
  }

  /** `topic` is the topic's name over there. */
  read(topic: string, partition: number, offset: number): void {
    this.#topic = topic
    this.assign([{ topic, partition, offset }])
  }

  assign(positions: readonly (TopicPartition & { readonly offset: number })[]): void {
    for (const { partition, offset } of positions) this.#reader.assign(this.#topic, partition, offset)
  }

  grant(bytes: number): void {
    let left = bytes
    while (left > 0) {
      const first = this.#held.shift()
      if (first === undefined) return
      left -= first.bytes
      first.release()
    }
  }

  onBlock(receive: (block: RecordBlock) => void): void {
    this.#receive = receive
  }

  onFault(report: (partition: TopicPartition, error: Error) => void): void {
    this.#report = report
  }

  close(): Promise<void> {
    return this.#reader.close()
  }

  #deliver(chunk: Chunk, release: () => void): void {
    const { partition, records, nextOffset, endOffset } = chunk
    this.ends.set(partition, endOffset)
    const [first] = records
    const bytes = first === undefined ? new Uint8Array() : batchOf(records, first.offset)
    if (first === undefined) release()
    else this.#held.push({ bytes: bytes.length, release })
    this.#receive({ topic: this.#name, partition, fromOffset: first?.offset ?? nextOffset, nextOffset, bytes })
  }
}

function batchOf(records: Chunk['records'], baseOffset: number): Uint8Array {
  const copies = records.map(({ key, value, timestamp, offset }): NewRecord => {
    return { key, value, timestamp, offsetDelta: offset - baseOffset }
  })
  return buildBatch({ records: copies, baseOffset })
}
