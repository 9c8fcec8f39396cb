import type { DomainClock } from '@millrace/kernel'
import { type FrameBatch, type Log, type PartitionNumber, buildBatch } from '@millrace/log'
import { javaHashCode } from './java-hash-code.ts'
import { type ConsumerOffsetsRecord, encodeRecord } from './records.ts'

export interface Producer {
  readonly id: number
  readonly epoch: number
}

export interface OffsetsTopic {
  /** The log's number of each partition, by index. */
  readonly partitions: readonly PartitionNumber[]
}

export interface Written {
  readonly durable: Promise<void>
  /** Offset of the first record; the others follow without a gap. */
  readonly baseOffset: number
}

/** Writes what groups must not forget to `__consumer_offsets`. */
export class Journal {
  readonly #log: Log
  readonly #clock: DomainClock
  readonly #topic: () => OffsetsTopic

  /** `topic` gives `__consumer_offsets`, made at the first call. */
  constructor(log: Log, clock: DomainClock, topic: () => OffsetsTopic) {
    this.#log = log
    this.#clock = clock
    this.#topic = topic
  }

  /** The partition of `__consumer_offsets` that a group is kept in, as Kafka computes it: index and number. */
  placeOf(groupId: string): { readonly index: number; readonly partition: PartitionNumber } {
    const { partitions } = this.#topic()
    const index = (javaHashCode(groupId) & 0x7fffffff) % partitions.length
    return { index, partition: partitions[index] as PartitionNumber }
  }

  /**
   * Appends the records of one group as one batch: all of them or none. Those of a producer wait for its marker.
   *
   * @throws what `Log.append` throws; nothing is written then.
   */
  write(groupId: string, records: readonly ConsumerOffsetsRecord[], producer?: Producer): Written {
    const { durable, baseOffsets } = this.#log.append({ batches: [this.batch(groupId, records, producer)] })
    return { durable, baseOffset: baseOffsets[0] as number }
  }

  /** The same as a batch for a frame that holds more. */
  batch(groupId: string, records: readonly ConsumerOffsetsRecord[], producer?: Producer): FrameBatch {
    const bytes = buildBatch({
      records: records.map(encodeRecord),
      timestamp: this.#clock.now(),
      ...(producer && { producer: { ...producer, sequence: 0 }, transactional: true }),
    })
    return { partition: this.placeOf(groupId).partition, bytes }
  }
}
