import { type NewRecord, buildBatch } from '@millrace/broker'
import type { OutputBatch } from '@millrace/kernel'
import type { SinkRecord } from '@millrace/sql'
import { partitionOfKey } from './partition-of-key.ts'

/** Records of a batch: well below the largest that a topic takes by default. */
const BATCH_BYTES = 512 * 1024
const RECORD_OVERHEAD_BYTES = 20

interface Pending {
  readonly records: NewRecord[]
  bytes: number
}

/** What a job has put out since its last epoch, by topic and partition. */
export class OutputBuffer {
  readonly #partitions: Readonly<Record<string, number>>
  readonly #pending = new Map<string, Pending[]>()
  #turn = 0
  bytes = 0

  constructor(partitions: Readonly<Record<string, number>>) {
    this.#partitions = partitions
  }

  /** Puts a record in the partition that its key says; records without a key take turns. */
  add(topic: string, record: SinkRecord): void {
    const count = this.#partitions[topic] ?? 1
    const index = record.key === null ? this.#turn++ % count : partitionOfKey(record.key, count)
    const name = `${topic}\n${index}`
    const batches = this.#pending.get(name) ?? []
    if (batches.length === 0) this.#pending.set(name, batches)
    const size = (record.key?.length ?? 0) + (record.value?.length ?? 0) + RECORD_OVERHEAD_BYTES
    let last = batches.at(-1)
    if (last === undefined || last.bytes + size > BATCH_BYTES) {
      last = { records: [], bytes: 0 }
      batches.push(last)
    }
    const { key, value, timestamp } = record
    last.records.push(timestamp === undefined ? { key, value } : { key, value, timestamp })
    last.bytes += size
    this.bytes += size
  }

  /** Everything as batches, stamped with `now` where a record says no time; empty afterwards. */
  take(now: number): OutputBatch[] {
    const output = Array.from(this.#pending, ([name, batches]) => {
      const [topic = '', index] = name.split('\n')
      return batches.map(({ records }): OutputBatch => {
        return { topic, partition: Number(index), bytes: new Uint8Array(buildBatch({ records, timestamp: now })) }
      })
    }).flat()
    this.#pending.clear()
    this.bytes = 0
    return output
  }
}
