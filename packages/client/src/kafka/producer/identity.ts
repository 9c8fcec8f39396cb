import type { Batch } from './partition-queue.ts'

/** A producer's id and epoch, and the sequence number that each partition expects next (KIP-98). */
export class Identity {
  readonly producerId: bigint
  readonly epoch: number
  readonly #next = new Map<string, number>()

  constructor(producerId: bigint, epoch: number) {
    this.producerId = producerId
    this.epoch = epoch
  }

  /** Gives the batch its numbers, which it keeps. */
  stamp(batch: Batch): void {
    if (batch.identity !== undefined) return
    const key = `${batch.topic}:${batch.partition}`
    const sequence = this.#next.get(key) ?? 0
    batch.identity = { producerId: this.producerId, epoch: this.epoch, sequence }
    this.#next.set(key, wrapped(sequence + batch.records.length))
  }

  /** The broker refused the batch unwritten: its numbers are free again. */
  takeBack({ topic, partition, identity }: Batch): void {
    if (identity?.producerId === this.producerId && identity.epoch === this.epoch) {
      this.#next.set(`${topic}:${partition}`, identity.sequence)
    }
  }
}

/** Sequence numbers are int32 and start over at 0. */
const wrapped = (sequence: number): number => (sequence > 0x7f_ff_ff_ff ? sequence - 0x80_00_00_00 : sequence)
