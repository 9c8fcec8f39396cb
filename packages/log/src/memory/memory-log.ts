import { type Clocks, Fault } from '@millrace/kernel'
import type { Appended, CleanReport, Frame, Log, LogStats, PartitionNumber, PartitionSettings } from '../contract.ts'
import { checkFrame } from '../frame-check.ts'
import { MemoryPartition } from './memory-partition.ts'

export interface MemoryLogOptions {
  readonly clocks: Clocks
}

/**
 * The log as a model: arrays in memory, everything durable at the next turn of the event loop. For tests of what
 * builds on the log, and as the oracle that the disk log is compared with.
 */
export function memoryLog(options: MemoryLogOptions): Log {
  return new MemoryLog(options)
}

class MemoryLog implements Log {
  readonly #clocks: Clocks
  readonly #partitions = new Map<PartitionNumber, MemoryPartition>()
  #lastLsn = 0
  #durableLsn = 0
  #bytes = 0
  #turn: Promise<void> | undefined
  #closed = false

  constructor({ clocks }: MemoryLogOptions) {
    this.#clocks = clocks
  }

  get durableLsn(): number {
    return this.#durableLsn
  }

  append(frame: Frame): Appended {
    if (this.#closed) throw new Fault('LOG_STOPPED', 'the log is closed')
    checkFrame(frame, {
      has: (number) => this.#partitions.has(number),
      nextOffset: (number) => this.#partitions.get(number)?.nextOffset ?? 0,
    })
    const lsn = ++this.#lastLsn
    for (const number of frame.create ?? []) this.#partitions.set(number, new MemoryPartition(number))
    const baseOffsets = (frame.batches ?? []).map(({ partition, bytes }) => {
      this.#bytes += bytes.length
      return this.#at(partition).append(bytes, lsn)
    })
    for (const { partition, offset } of frame.startOffsets ?? []) this.#at(partition).moveStart(offset)
    for (const number of frame.remove ?? []) this.#remove(number)
    return { lsn, baseOffsets, durable: this.#commit() }
  }

  partition(number: PartitionNumber): MemoryPartition | undefined {
    return this.#partitions.get(number)
  }

  partitions(): readonly MemoryPartition[] {
    return [...this.#partitions.values()]
  }

  configure(number: PartitionNumber, settings: PartitionSettings): void {
    const partition = this.#partitions.get(number)
    if (partition !== undefined) partition.settings = settings
  }

  flush(): Promise<void> {
    return this.#turn ?? Promise.resolve()
  }

  async clean(): Promise<CleanReport> {
    await this.flush()
    const report = { deletedSegments: 0, compactedPartitions: 0, freedBytes: 0 }
    for (const partition of this.#partitions.values()) {
      const before = partition.sizeBytes
      report.deletedSegments += partition.expire(this.#clocks.domain.now())
      if (partition.compact(this.#clocks.domain.now())) report.compactedPartitions++
      report.freedBytes += before - partition.sizeBytes
    }
    return report
  }

  /** A model has no timers. */
  cleaned(): Promise<void> {
    return Promise.resolve()
  }

  stats(): LogStats {
    let bytesOnDisk = 0
    for (const partition of this.#partitions.values()) bytesOnDisk += partition.sizeBytes
    return {
      partitions: this.#partitions.size,
      bytesOnDisk,
      tailBytes: bytesOnDisk,
      appendedFrames: this.#lastLsn,
      appendedBytes: this.#bytes,
      syncs: 0,
      syncMs: 0,
      state: 'open',
      offlinePartitions: [],
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.flush()
  }

  #at(number: PartitionNumber): MemoryPartition {
    return this.#partitions.get(number) as MemoryPartition
  }

  #remove(number: PartitionNumber): void {
    const partition = this.#partitions.get(number)
    this.#partitions.delete(number)
    partition?.removed()
  }

  #commit(): Promise<void> {
    this.#turn ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#turn = undefined
        this.#durableLsn = this.#lastLsn
        resolve()
        for (const partition of this.#partitions.values()) partition.advance()
      })
    })
    return this.#turn
  }
}
