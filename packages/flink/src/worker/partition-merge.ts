import type { StoredRecord } from '@millrace/broker'

interface Queue {
  records: StoredRecord[]
  /** Next record of `records`. */
  at: number
  /** Offset after what has come. */
  received: number
  /** Offset of the next record that is not processed. */
  position: number
  /** Where the partition is known to end. */
  end: number
}

export interface Merged {
  readonly input: number
  readonly record: StoredRecord
}

/**
 * The records of several partitions as one stream, in the order of their times as far as they are out of step: a record
 * waits while a partition that is known to have more has not given it yet. So what a job makes of several topics does
 * not depend on which of them was read first, and a job that catches up sees what it would have seen live.
 */
export class PartitionMerge {
  readonly #queues: Queue[]

  constructor(inputs: readonly { readonly offset: number; readonly end: number }[]) {
    this.#queues = inputs.map(({ offset, end }) => ({ records: [], at: 0, received: offset, position: offset, end }))
  }

  /** Offset of the next record of each input that has not been taken. */
  positions(): number[] {
    return this.#queues.map(({ position }) => position)
  }

  /** Takes what has come of an input; `nextOffset` is where the next block will begin. */
  add(input: number, records: readonly StoredRecord[], nextOffset: number): void {
    const queue = this.#queues[input] as Queue
    queue.records = queue.at === queue.records.length ? [...records] : [...queue.records.slice(queue.at), ...records]
    queue.at = 0
    queue.received = nextOffset
    if (queue.records.length === 0) queue.position = nextOffset
  }

  /** Where the partitions end by now. */
  ends(ends: readonly number[]): void {
    ends.forEach((end, input) => {
      const queue = this.#queues[input]
      if (queue !== undefined && end > queue.end) queue.end = end
    })
  }

  /** Whether everything before `ends` has been taken. */
  reached(ends: readonly number[]): boolean {
    return ends.every((end, input) => (this.#queues[input]?.position ?? end) >= end)
  }

  /** Takes the earliest record; undefined when there is none, or an earlier one may still come. */
  take(): Merged | undefined {
    let found: Queue | undefined
    let input = 0
    for (const [index, queue] of this.#queues.entries()) {
      const record = queue.records[queue.at]
      if (record === undefined) {
        if (queue.received < queue.end) return undefined
        continue
      }
      if (found === undefined || record.timestamp < (found.records[found.at] as StoredRecord).timestamp) {
        found = queue
        input = index
      }
    }
    if (found === undefined) return undefined
    const record = found.records[found.at++] as StoredRecord
    found.position = found.at === found.records.length ? found.received : record.offset + 1
    return { input, record }
  }
}
