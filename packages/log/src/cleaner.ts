import { type Clocks, Fault } from '@millrace/kernel'
import { Compactor } from './compact/compactor.ts'
import { compactionDue } from './compact/due.ts'
import type { Appended, CleanReport } from './contract.ts'
import type { LogLimits } from './limits.ts'
import type { DiskPartition } from './partition/disk-partition.ts'
import { expiredOffset, nextExpiry } from './retention.ts'
import { Rounds } from './rounds.ts'
import type { Flusher } from './segment/flusher.ts'
import type { SegmentFiles } from './segment/segment-files.ts'
import type { InnerFrame } from './wal/inner-frame.ts'

export interface CleanerPorts {
  readonly clocks: Clocks
  readonly limits: LogLimits
  readonly files: SegmentFiles
  readonly flusher: Flusher
  readonly append: (frame: InnerFrame) => Appended
  readonly partitions: () => readonly DiskPartition[]
  /** Compaction needs room before it makes some: it waits. */
  readonly isFull: () => boolean
  /** Gets each round that a timer has begun. */
  readonly begun: (round: Promise<unknown>) => void
}

/**
 * Retention and compaction, one partition after the other. Timers run them for partitions that have new bytes or a
 * segment that gets too old; all of it goes by domain time.
 */
export class Cleaner {
  readonly #ports: CleanerPorts
  readonly #compactor: Compactor
  readonly #retention: Rounds
  readonly #compaction: Rounds
  /** Compacted partitions that may have something to compact. */
  #fresh = new Set<DiskPartition>()
  #running: Promise<CleanReport> | undefined
  #queue: Promise<unknown> = Promise.resolve()

  constructor(ports: CleanerPorts) {
    this.#ports = ports
    this.#compactor = new Compactor(ports)
    const { retentionIntervalMs, compactionIntervalMs } = ports.limits
    const { domain } = ports.clocks
    this.#retention = new Rounds(domain, retentionIntervalMs, () => ports.begun(this.retain()))
    this.#compaction = new Rounds(domain, compactionIntervalMs, () => ports.begun(this.#next(() => this.#compactDue())))
  }

  /** The partition has new bytes or other settings: the next rounds look at it. */
  note(partition: DiskPartition): void {
    const { settings } = partition
    if (settings === undefined || partition.noted) return
    partition.noted = true
    if (settings.cleanup.delete) this.#retention.due(0)
    if (settings.cleanup.compact) this.#noteCompaction(partition, 0)
  }

  async stop(): Promise<void> {
    this.#retention.stop()
    this.#compaction.stop()
    this.#compactor.stop()
    await this.idle()
  }

  /** Resolves when no round is under way. */
  async idle(): Promise<void> {
    await this.#queue.catch(() => undefined)
  }

  /** Retention and compaction of everything, unless that is under way: then that one. */
  run(): Promise<CleanReport> {
    this.#running ??= this.#next(() => this.#all()).finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /** Retention of everything. */
  retain(): Promise<void> {
    return this.#next(() => this.#retain())
  }

  async #all(): Promise<CleanReport> {
    let deletedSegments = 0
    let compactedPartitions = 0
    let freedBytes = 0
    const sizeOf = (): number => this.#ports.partitions().reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    const before = sizeOf()
    await this.#each(this.#ports.partitions(), async (partition) => {
      deletedSegments += await this.#expire(partition)
      if (await this.#compact(partition)) compactedPartitions++
    })
    freedBytes = Math.max(0, before - sizeOf())
    return { deletedSegments, compactedPartitions, freedBytes }
  }

  #retain(): Promise<void> {
    return this.#each(this.#ports.partitions(), async (partition) => {
      partition.noted = false
      await this.#expire(partition)
      const next = nextExpiry(partition)
      if (next !== undefined) this.#retention.due(next)
    })
  }

  #compactDue(): Promise<void> {
    const partitions = [...this.#fresh]
    this.#fresh.clear()
    return this.#each(partitions, async (partition) => {
      partition.noted = false
      await this.#compact(partition)
    })
  }

  /** A partition that is damaged or goes away does not stop the round. */
  async #each(partitions: readonly DiskPartition[], work: (partition: DiskPartition) => Promise<void>): Promise<void> {
    for (const partition of partitions) {
      if (partition.offline !== undefined || partition.removed) continue
      try {
        await work(partition)
      } catch (error) {
        if (!(error instanceof Fault && error.code === 'PARTITION_OFFLINE') && !partition.removed) throw error
      }
    }
  }

  async #expire(partition: DiskPartition): Promise<number> {
    const now = this.#ports.clocks.domain.now()
    partition.producerStates.expire(now - this.#ports.limits.producerExpirationMs)
    const offset = expiredOffset(partition, now)
    if (offset === undefined) return 0
    const before = partition.segments.length
    await this.#ports.append({ startOffsets: [{ partition: partition.number, offset }] }).durable
    return before - partition.segments.length
  }

  async #compact(partition: DiskPartition): Promise<boolean> {
    const { settings } = partition
    if (settings?.cleanup.compact !== true) return false
    const now = this.#ports.clocks.domain.now()
    let compacted = false
    if (compactionDue(partition, settings, now) <= now && !this.#ports.isFull()) {
      await this.#ports.flusher.flush()
      compacted = await this.#compactor.compact(partition, settings, now)
    }
    this.#noteCompaction(partition, compactionDue(partition, settings, now))
    return compacted
  }

  #noteCompaction(partition: DiskPartition, at: number): void {
    if (!Number.isSafeInteger(at)) return
    this.#fresh.add(partition)
    this.#compaction.due(at)
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work, work)
    this.#queue = turn.catch(() => undefined)
    return turn
  }
}
