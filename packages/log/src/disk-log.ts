import {
  type Clocks,
  type Disk,
  Fault,
  type LogPort,
  type Random,
  Refusal,
  type Timer,
  messageOf,
} from '@millrace/kernel'
import { Holds } from './backup/holds.ts'
import { type LogSnapshot, snapshotFiles } from './backup/snapshot.ts'
import { Checkpointer } from './checkpoint/checkpointer.ts'
import { Cleaner } from './cleaner.ts'
import type { Appended, CleanReport, Log, LogStats, Lsn, PartitionNumber, PartitionSettings } from './contract.ts'
import { DiskSpace } from './disk-space.ts'
import { type FrameView, checkFrame } from './frame-check.ts'
import type { LogLimits } from './limits.ts'
import { DiskPartition } from './partition/disk-partition.ts'
import { Flusher } from './segment/flusher.ts'
import type { Segment } from './segment/segment.ts'
import type { SegmentFiles } from './segment/segment-files.ts'
import { Arena } from './staging/arena.ts'
import { Committer } from './wal/committer.ts'
import type { InnerFrame } from './wal/inner-frame.ts'
import { type FrameEffects, sizeFrame, stageFrame } from './wal/stage-frame.ts'
import { WalFiles } from './wal/wal-files.ts'

/** What recovery hands over. */
export interface RecoveredLog {
  readonly partitions: Map<PartitionNumber, DiskPartition>
  readonly files: SegmentFiles
  readonly flusher: Flusher
  readonly lastLsn: Lsn
  readonly walFirstLsns: readonly Lsn[]
  readonly checkpoints: readonly Lsn[]
  readonly replayedBytes: number
}

export interface DiskLogPorts {
  readonly disk: Disk
  readonly clocks: Clocks
  readonly random: Random
  readonly limits: LogLimits
  readonly log: LogPort
}

const MARK_AFTER_MS = 200
const LOOK_AT_SPACE_EVERY_BYTES = 8 * 1024 * 1024

/** The log on a disk: puts together staging, group commit, segments, checkpoints and cleaning. */
export class DiskLog implements Log {
  readonly #disk: Disk
  readonly #clocks: Clocks
  readonly #limits: LogLimits
  readonly #log: LogPort
  readonly #partitions: Map<PartitionNumber, DiskPartition>
  readonly #files: SegmentFiles
  readonly #arena: Arena
  readonly #walFiles: WalFiles
  readonly #committer: Committer
  readonly #flusher: Flusher
  readonly #checkpointer: Checkpointer
  readonly #cleaner: Cleaner
  readonly #space: DiskSpace
  readonly #view: FrameView
  readonly #effects: FrameEffects
  #frame: InnerFrame = {}
  /** Partitions that the frame which is being appended has batches for. */
  readonly #written: DiskPartition[] = []
  /** Deletes that may be done when the frame that is being appended is durable. */
  #deletes: (() => Promise<void>)[] = []
  #lastLsn: Lsn
  #durableLsn: Lsn
  #appendedFrames = 0
  #appendedBytes = 0
  #sinceCheckpointBytes: number
  #sinceLookBytes = 0
  #markTimer: Timer | undefined
  #markLsn: Lsn = 0
  readonly #holds = new Holds()
  #closing: Promise<void> | undefined
  #makingRoom = false
  #flushing: Promise<void> | undefined
  readonly #tasks = new Set<Promise<void>>()

  constructor({ disk, clocks, random, limits, log }: DiskLogPorts, recovered: RecoveredLog) {
    this.#disk = disk
    this.#clocks = clocks
    this.#limits = limits
    this.#log = log
    this.#partitions = recovered.partitions
    this.#files = recovered.files
    this.#flusher = recovered.flusher
    this.#lastLsn = recovered.lastLsn
    this.#durableLsn = recovered.lastLsn
    this.#sinceCheckpointBytes = recovered.replayedBytes
    this.#arena = new Arena(limits)
    this.#space = new DiskSpace({ disk, limits, clocks, log })
    this.#walFiles = new WalFiles(disk, random, limits, recovered.walFirstLsns)
    this.#committer = new Committer({
      clocks,
      openFile: (file) => this.#walFiles.open(file),
      makeRoom: () => this.#makeRoom(),
      backPressure: () =>
        this.#flusher.unflushedBytes > limits.unflushedBytes && !this.#space.full ? this.#flushSegments() : undefined,
      durable: (lsn, bytes) => this.#onDurable(lsn, bytes),
      stopped: (fault) => log.error({ code: fault.code }, fault.message),
    })
    this.#checkpointer = new Checkpointer(
      {
        disk,
        lastLsn: () => this.#lastLsn,
        durableLsn: () => this.#durableLsn,
        partitions: () => this.partitions(),
        settle: () => this.#settle(),
        held: () => this.#holds.held,
        covered: (lsn) => this.#walFiles.release(lsn),
      },
      recovered.checkpoints,
    )
    this.#cleaner = new Cleaner({
      clocks,
      limits,
      files: this.#files,
      flusher: this.#flusher,
      append: (frame) => this.#append(frame),
      partitions: () => this.partitions(),
      isFull: () => this.#space.full,
      begun: (round) => this.#background(round.then(() => this.#space.look())),
    })
    this.#view = this.#makeView()
    this.#effects = this.#makeEffects()
    this.#background(this.#space.look())
  }

  get durableLsn(): Lsn {
    return this.#durableLsn
  }

  append(frame: InnerFrame): Appended {
    if (!freesSpace(frame) && frame.batches !== undefined && frame.batches.length > 0) this.#space.assertRoom()
    return this.#append(frame)
  }

  partition(number: PartitionNumber): DiskPartition | undefined {
    return this.#partitions.get(number)
  }

  partitions(): readonly DiskPartition[] {
    return [...this.#partitions.values()]
  }

  configure(number: PartitionNumber, settings: PartitionSettings): void {
    const partition = this.#partitions.get(number)
    if (partition === undefined) return
    partition.settings = settings
    partition.noted = false
    this.#cleaner.note(partition)
  }

  flush(): Promise<void> {
    return this.#committer.idle()
  }

  cleaned(): Promise<void> {
    return this.#cleaner.idle()
  }

  /** Resolves when nothing is under way in the background: deletes, checkpoints, rounds. */
  settled(): Promise<void> {
    return this.#tasksDone()
  }

  async clean(): Promise<CleanReport> {
    const report = await this.#cleaner.run()
    await this.#space.look()
    return report
  }

  stats(): LogStats {
    let bytesOnDisk = 0
    const offlinePartitions: PartitionNumber[] = []
    for (const partition of this.#partitions.values()) {
      bytesOnDisk += partition.sizeBytes
      if (partition.offline !== undefined) offlinePartitions.push(partition.number)
    }
    const stopped = this.#committer.fault !== undefined
    return {
      partitions: this.#partitions.size,
      bytesOnDisk,
      tailBytes: this.#arena.bytes,
      appendedFrames: this.#appendedFrames,
      appendedBytes: this.#appendedBytes,
      syncs: this.#committer.syncs,
      syncMs: this.#committer.syncMs,
      state: stopped ? 'stopped' : this.#space.full ? 'full' : 'open',
      offlinePartitions,
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  /** Writes a checkpoint now. */
  checkpoint(): Promise<void> {
    this.#sinceCheckpointBytes = 0
    return this.#checkpointer.run()
  }

  async snapshot(): Promise<LogSnapshot> {
    this.#assertOpen()
    const release = this.#holds.hold()
    try {
      const replayAfter = await this.#checkpointer.fresh()
      const lsn = this.#durableLsn
      const files = await snapshotFiles(this.#disk, replayAfter, this.#walFiles.extents())
      return { lsn, files, open: (path) => this.#disk.open(path), release }
    } catch (error) {
      release()
      throw error
    }
  }

  #append(frame: InnerFrame): Appended {
    this.#assertOpen()
    checkFrame(frame, this.#view)
    for (const { partition } of frame.batches ?? []) this.#partitions.get(partition)?.assertOnline()
    const sized = sizeFrame(frame)
    this.#assertFits(sized.length)
    const lsn = ++this.#lastLsn
    const file = this.#walFiles.stage(sized.length, lsn)
    const chunk = this.#arena.room(sized.length)
    const from = chunk.used
    this.#frame = frame
    const touched = this.#touched(frame)
    const baseOffsets = stageFrame(sized, { chunk, salt: file.salt, lsn, durableLsn: this.#durableLsn }, this.#effects)
    const durable = this.#committer.add(file, chunk, from, lsn)
    for (const partition of touched) this.#committer.touch(file, partition)
    for (const partition of this.#written) {
      this.#committer.touch(file, partition)
      this.#flusher.note(partition)
      this.#cleaner.note(partition)
    }
    this.#written.length = 0
    this.#appendedFrames++
    this.#appendedBytes += sized.length
    if (this.#deletes.length > 0) this.#deleteAfter(durable)
    return { lsn, baseOffsets, durable }
  }

  /** Partitions whose listeners hear of the frame though it brings them no batch. */
  #touched(frame: InnerFrame): readonly DiskPartition[] {
    if (frame.remove === undefined && frame.startOffsets === undefined) return NONE
    const numbers = [...(frame.remove ?? []), ...(frame.startOffsets ?? []).map(({ partition }) => partition)]
    return numbers.flatMap((number) => this.#partitions.get(number) ?? [])
  }

  #makeView(): FrameView {
    return {
      has: (number) => this.#partitions.has(number),
      nextOffset: (number) => this.#partitions.get(number)?.nextOffset ?? 0,
    }
  }

  #makeEffects(): FrameEffects {
    return {
      create: (number) => {
        const ports = { files: this.#files, limits: this.#limits, log: this.#log }
        this.#partitions.set(number, new DiskPartition(number, ports))
      },
      batch: (number, size) => {
        const partition = this.#partitions.get(number) as DiskPartition
        this.#flusher.unflushedBytes += size
        this.#written.push(partition)
        return partition
      },
      startOffset: (number, offset) => {
        const partition = this.#partitions.get(number) as DiskPartition
        this.#deleteLater(partition, partition.moveStart(offset))
      },
      remove: (number) => {
        const partition = this.#partitions.get(number) as DiskPartition
        this.#partitions.delete(number)
        partition.remove()
        this.#deletes.push(() => this.#flusher.deletePartition(partition))
      },
      swap: (index) => {
        const swap = this.#frame.swaps?.[index]
        if (swap === undefined) return
        const partition = this.#partitions.get(swap.partition) as DiskPartition
        partition.swap(swap.removed as Segment[], swap.added as Segment[], swap.cleanedOffset)
        this.#deleteLater(partition, swap.removed as Segment[])
      },
    }
  }

  #deleteLater(partition: DiskPartition, segments: readonly Segment[]): void {
    if (segments.length > 0) this.#deletes.push(() => this.#flusher.deleteSegments(partition, segments))
  }

  #deleteAfter(durable: Promise<void>): void {
    const deletes = this.#deletes
    this.#deletes = []
    this.#background(this.#runDeletes(durable, deletes))
  }

  async #runDeletes(durable: Promise<void>, deletes: readonly (() => Promise<void>)[]): Promise<void> {
    // A frame that never becomes durable deletes nothing, and whoever appended it hears why.
    if (!(await settles(durable))) return
    await this.#holds.free()
    for (const each of deletes) await each()
    if (this.#space.full) await this.#freeSpace()
  }

  /** What was deleted lies in write-ahead files too, until two checkpoints have passed it. */
  async #freeSpace(): Promise<void> {
    await this.#space.look()
    for (let round = 0; round < 2 && this.#space.full; round++) {
      await this.checkpoint()
      // Without a frame between them the second checkpoint would be the first.
      await this.#append({}).durable
      await this.#walFiles.dropSpares()
      await this.#space.look()
    }
  }

  #assertOpen(): void {
    if (this.#committer.fault !== undefined) throw this.#committer.fault
    if (this.#closing !== undefined) throw new Fault('LOG_STOPPED', 'the log is closed')
  }

  #assertFits(length: number): void {
    const { frameBytes, pendingBytes } = this.#limits
    if (length > frameBytes) {
      throw new Refusal('FRAME_TOO_LARGE', `a frame has at most ${frameBytes} bytes, this one has ${length}`)
    }
    if (this.#committer.pendingBytes + length > pendingBytes) {
      throw new Fault(
        'LOG_BUSY',
        `${this.#committer.pendingBytes} bytes wait for the disk, ${pendingBytes} may: try later`,
      )
    }
  }

  #onDurable(lsn: Lsn, bytes: number): void {
    this.#durableLsn = lsn
    this.#markWhenIdle()
    this.#sinceCheckpointBytes += bytes
    this.#sinceLookBytes += bytes
    // What is left of a full disk is for deletes: segments and checkpoints wait until there is room.
    if (this.#space.full) return
    if (this.#flusher.unflushedBytes >= this.#limits.flushBytes) void this.#flushSegments()
    const due = this.#sinceCheckpointBytes >= this.#limits.checkpointBytes
    if (due && this.#closing === undefined) this.#background(this.checkpoint())
    if (this.#sinceLookBytes >= LOOK_AT_SPACE_EVERY_BYTES) {
      this.#sinceLookBytes = 0
      this.#background(this.#space.look())
    }
  }

  /**
   * An empty frame when nothing more comes: it says that the last ones were durable, so that damage to them cannot
   * pass for a torn tail.
   */
  #markWhenIdle(): void {
    if (this.#markTimer !== undefined || this.#lastLsn === this.#markLsn) return
    this.#markTimer = this.#clocks.liveness.timerIn(MARK_AFTER_MS, () => {
      this.#markTimer = undefined
      if (this.#closing !== undefined || this.#committer.fault !== undefined) return
      if (this.#durableLsn === this.#lastLsn) this.#markLsn = this.#append({}).lsn
    })
  }

  /** Writes to segments in the background; never rejects. */
  #flushSegments(): Promise<void> {
    this.#flushing ??= this.#watched(this.#flusher.flush()).finally(() => {
      this.#flushing = undefined
      this.#arena.trim(this.#durableLsn)
    })
    return this.#flushing
  }

  async #settle(): Promise<void> {
    await this.#committer.idle()
    await this.#flusher.flush()
    await this.#flusher.sync()
    this.#arena.trim(this.#durableLsn)
  }

  async #makeRoom(): Promise<void> {
    await this.#walFiles.dropSpares()
    await this.#space.release()
    if (this.#makingRoom) return
    this.#makingRoom = true
    // What retention can free is freed now, not at the next round.
    const freed = this.#cleaner.retain().then(() => this.#space.look())
    this.#background(
      freed.finally(() => {
        this.#makingRoom = false
      }),
    )
  }

  /** Work that nobody waits for but `close`. */
  #background(work: Promise<unknown>): void {
    const task = this.#watched(work)
    this.#tasks.add(task)
    void task.finally(() => this.#tasks.delete(task))
  }

  async #watched(work: Promise<unknown>): Promise<void> {
    try {
      await work
    } catch (error) {
      await this.#backgroundFailed(error)
    }
  }

  async #backgroundFailed(cause: unknown): Promise<void> {
    const code = cause instanceof Fault ? cause.code : undefined
    if (code === 'ENOSPC') {
      const released = this.#space.release()
      if (await settles(released)) return
    }
    if (code === 'PARTITION_OFFLINE' || this.#committer.fault !== undefined || this.#closing !== undefined) return
    // A segment or checkpoint that could not be written or synced: what is in the write-ahead log stays the truth.
    this.#committer.fail(
      new Fault('LOG_STOPPED', `the log takes no more writes: ${messageOf(cause)}. Restart to recover`, { cause }),
    )
  }

  async #close(): Promise<void> {
    this.#markTimer?.cancel()
    this.#committer.end()
    this.#holds.end()
    await this.#cleaner.stop()
    await this.#watched(this.#committer.idle())
    await this.#tasksDone()
    if (this.#committer.fault === undefined) await this.#watched(this.#checkpointer.run())
    await this.#tasksDone()
    await this.#walFiles.close()
    await this.#files.close()
  }

  async #tasksDone(): Promise<void> {
    await this.#flushing
    while (this.#tasks.size > 0) await Promise.all(this.#tasks)
  }
}

const NONE: readonly DiskPartition[] = []

/** Whether it resolves; whoever else waits for it hears why not. */
function settles(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  )
}

/** A delete lives on the reserve when the disk is full, with the record that says so. */
function freesSpace({ remove = [], startOffsets = [] }: InnerFrame): boolean {
  return remove.length > 0 || startOffsets.length > 0
}
