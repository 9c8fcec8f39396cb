import type { Clocks, Timer } from '@millrace/kernel'
import { Compactor } from './compact/compactor.ts'
import type { Appended, CleanReport } from './contract.ts'
import type { LogLimits } from './limits.ts'
import type { DiskPartition } from './partition/disk-partition.ts'
import { expiredOffset } from './retention.ts'
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
}

/** Rounds of retention and compaction: what is due goes by domain time, when a round runs by liveness time. */
export class Cleaner {
  readonly #ports: CleanerPorts
  readonly #compactor: Compactor
  #running: Promise<CleanReport> | undefined
  #timer: Timer | undefined

  constructor(ports: CleanerPorts) {
    this.#ports = ports
    this.#compactor = new Compactor(ports)
  }

  /** Runs rounds from now on; `begun` gets each. */
  start(begun: (round: Promise<CleanReport>) => void): void {
    const { cleanIntervalMs } = this.#ports.limits
    if (cleanIntervalMs <= 0) return
    this.#timer = this.#ports.clocks.liveness.timerIn(cleanIntervalMs, () => {
      begun(this.run())
      this.start(begun)
    })
  }

  async stop(): Promise<void> {
    this.#timer?.cancel()
    this.#compactor.stop()
    await this.#running?.catch(() => undefined)
  }

  /** One round, unless one is under way: then that one. */
  run(): Promise<CleanReport> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #run(): Promise<CleanReport> {
    const { clocks, limits, partitions, flusher } = this.#ports
    const now = clocks.domain.now()
    let deletedSegments = 0
    let compactedPartitions = 0
    let freedBytes = 0
    for (const partition of partitions()) {
      if (partition.offline !== undefined) continue
      const size = partition.sizeBytes
      partition.producerStates.expire(now - limits.producerExpirationMs)
      deletedSegments += await this.#expire(partition, now)
      if (partition.settings?.cleanup.compact === true) {
        await flusher.flush()
        if (await this.#compactor.compact(partition, partition.settings, now)) compactedPartitions++
      }
      freedBytes += Math.max(0, size - partition.sizeBytes)
    }
    return { deletedSegments, compactedPartitions, freedBytes }
  }

  async #expire(partition: DiskPartition, now: number): Promise<number> {
    const offset = expiredOffset(partition, now)
    if (offset === undefined || partition.removed) return 0
    const before = partition.segments.length
    await this.#ports.append({ startOffsets: [{ partition: partition.number, offset }] }).durable
    return before - partition.segments.length
  }
}
