import { type DomainClock, Fault } from '@millrace/kernel'
import { type Appended, type FrameBatch, type Log, type PartitionNumber, buildBatch, buildMarker } from '@millrace/log'
import { javaHashCode } from '../offsets/java-hash-code.ts'
import { encodeTransaction } from './records.ts'
import type { Ending, Transaction } from './transaction.ts'

/** There is one coordinator, and it never changes. */
const COORDINATOR_EPOCH = 0

export interface JournalPorts {
  readonly log: Log
  readonly clock: DomainClock
  /** The partitions of `__transaction_state` by index; made when there are none. */
  readonly statePartitions: () => readonly PartitionNumber[]
  /** The log's number of a topic's partition; undefined when it is gone. */
  readonly partitionNumber: (topic: string, index: number) => PartitionNumber | undefined
}

/** Writes transactions: the new state and the markers in one frame, so that a crash leaves both or neither (D2). */
export class TransactionJournal {
  readonly #ports: JournalPorts

  constructor(ports: JournalPorts) {
    this.#ports = ports
  }

  /**
   * The state of a transactional id, undefined to forget it, with the markers of the transaction that ends.
   *
   * @throws what `Log.append` throws; nothing is written then.
   */
  write(transactionalId: string, transaction: Transaction | undefined, ending: Ending | undefined): Appended {
    const state = this.#stateBatch(transactionalId, transaction)
    const markers = ending === undefined ? [] : this.#markers(ending)
    try {
      return this.#ports.log.append({ batches: [...markers, state] })
    } catch (thrown) {
      // A partition that is damaged must not keep the others' transaction open: its readers get no further anyway.
      const offline = thrown instanceof Fault && thrown.code === 'PARTITION_OFFLINE' ? this.#offline() : undefined
      if (offline === undefined || !markers.some(({ partition }) => offline.has(partition))) throw thrown
      const others = markers.filter(({ partition }) => !offline.has(partition))
      return this.#ports.log.append({ batches: [...others, state] })
    }
  }

  #stateBatch(transactionalId: string, transaction: Transaction | undefined): FrameBatch {
    const partitions = this.#ports.statePartitions()
    const index = (javaHashCode(transactionalId) & 0x7fffffff) % partitions.length
    const records = [encodeTransaction(transactionalId, transaction)]
    const bytes = buildBatch({ records, timestamp: this.#ports.clock.now() })
    return { partition: partitions[index] as PartitionNumber, bytes }
  }

  /** Topics that were deleted in the middle of the transaction need no marker. */
  #markers({ commit, producer, partitions }: Ending): FrameBatch[] {
    const bytes = buildMarker({
      commit,
      coordinatorEpoch: COORDINATOR_EPOCH,
      producerId: producer.id,
      producerEpoch: producer.epoch,
      timestamp: this.#ports.clock.now(),
    })
    return [...partitions].flatMap(([topic, indexes]) =>
      [...indexes].flatMap((index) => {
        const partition = this.#ports.partitionNumber(topic, index)
        return partition === undefined ? [] : [{ partition, bytes }]
      }),
    )
  }

  #offline(): ReadonlySet<PartitionNumber> {
    return new Set(this.#ports.log.stats().offlinePartitions)
  }
}
