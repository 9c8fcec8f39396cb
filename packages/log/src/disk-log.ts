import { type Clocks, type Disk, Fault, type LogPort, type Random, Refusal, messageOf } from '@millrace/kernel'
import { Background, settles } from './background.ts'
import { Holds } from './backup/holds.ts'
import { type LogSnapshot, snapshotFiles } from './backup/snapshot.ts'
import { Checkpointer } from './checkpoint/checkpointer.ts'
import { Cleaner } from './cleaner.ts'
import type { Appended, CleanReport, Log, LogStats, Lsn, PartitionNumber, PartitionSettings } from './contract.ts'
import { DiskSpace } from './disk-space.ts'
import { DurableMark } from './durable-mark.ts'
import { checkFrame } from './frame-check.ts'
import type { LogLimits } from './limits.ts'
import type { DiskPartition } from './partition/disk-partition.ts'
import { PartitionTable } from './partition-table.ts'
import { Reclaim } from './reclaim.ts'
import { Flusher } from './segment/flusher.ts'
import type { SegmentFiles } from './segment/segment-files.ts'
import { Arena } from './staging/arena.ts'
import { Committer } from './wal/committer.ts'
import type { InnerFrame } from './wal/inner-frame.ts'
import { sizeFrame, stageFrame } from './wal/stage-frame.ts'
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

const LOOK_AT_SPACE_EVERY_BYTES = 8 * 1024 * 1024

/** The log on a disk: puts together staging, group commit, segments, checkpoints and cleaning. */
export class DiskLog implements Log {
  readonly #disk: Disk
  readonly #limits: LogLimits
  readonly #partitions: PartitionTable
  readonly #files: SegmentFiles
  readonly #arena: Arena
  readonly #walFiles: WalFiles
  readonly #committer: Committer
  readonly #flusher: Flusher
  readonly #checkpointer: Checkpointer
  readonly #cleaner: Cleaner
  readonly #space: DiskSpace
  readonly #mark: DurableMark
  readonly #reclaim: Reclaim
  readonly #background = new Background((cause) => this.#backgroundFailed(cause))
  readonly #holds = new Holds()
  #lastLsn: Lsn
  #durableLsn: Lsn
  #appendedFrames = 0
  #appendedBytes = 0
  #sinceCheckpointBytes: number
  #sinceLookBytes = 0
  #closing: Promise<void> | undefined
  #flushing: Promise<void> | undefined

  constructor({ disk, clocks, random, limits, log }: DiskLogPorts, recovered: RecoveredLog) {
    const { files, flusher } = recovered
    this.#disk = disk
    this.#limits = limits
    this.#partitions = new PartitionTable({ files, flusher, limits, log }, recovered.partitions)
    this.#files = files
    this.#flusher = flusher
    this.#lastLsn = recovered.lastLsn
    this.#durableLsn = recovered.lastLsn
    this.#sinceCheckpointBytes = recovered.replayedBytes
    this.#arena = new Arena(limits)
    this.#space = new DiskSpace({ disk, limits, clocks, log })
    this.#walFiles = new WalFiles(disk, random, limits, recovered.walFirstLsns)
    this.#committer = new Committer({
      clocks,
      openFile: (file) => this.#walFiles.open(file),
      makeRoom: () => this.#reclaim.makeRoom(),
      backPressure: () =>
        flusher.unflushedBytes > limits.unflushedBytes && !this.#space.full ? this.#flushSegments() : undefined,
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
      files,
      flusher,
      append: (frame) => this.#append(frame),
      partitions: () => this.partitions(),
      isFull: () => this.#space.full,
      begun: (round) => this.#background.run(round.then(() => this.#space.look())),
    })
    this.#mark = new DurableMark({
      clocks,
      lastLsn: () => this.#lastLsn,
      durableLsn: () => this.#durableLsn,
      isOpen: () => this.#closing === undefined && this.#committer.fault === undefined,
      append: () => this.#append({}).lsn,
    })
    this.#reclaim = new Reclaim({
      background: this.#background,
      holds: this.#holds,
      space: this.#space,
      walFiles: this.#walFiles,
      checkpoint: () => this.checkpoint(),
      emptyFrame: () => this.#append({}).durable,
      retain: () => this.#cleaner.retain(),
    })
    this.#background.run(this.#space.look())
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
    return this.#partitions.values()
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
    checkFrame(frame, this.#partitions)
    for (const { partition } of frame.batches ?? []) this.#partitions.get(partition)?.assertOnline()
    const sized = sizeFrame(frame)
    this.#assertFits(sized.length)
    const lsn = ++this.#lastLsn
    const file = this.#walFiles.stage(sized.length, lsn)
    const chunk = this.#arena.room(sized.length)
    const from = chunk.used
    const partitions = this.#partitions
    partitions.begin(frame)
    const touched = partitions.touchedBy(frame)
    const baseOffsets = stageFrame(sized, { chunk, salt: file.salt, lsn, durableLsn: this.#durableLsn }, partitions)
    const durable = this.#committer.add(file, chunk, from, lsn)
    for (const partition of touched) this.#committer.touch(file, partition)
    for (const partition of partitions.takeWritten()) {
      this.#committer.touch(file, partition)
      this.#flusher.note(partition)
      this.#cleaner.note(partition)
    }
    this.#appendedFrames++
    this.#appendedBytes += sized.length
    const deletes = partitions.takeDeletes()
    if (deletes.length > 0) this.#reclaim.deleteAfter(durable, deletes)
    return { lsn, baseOffsets, durable }
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
    this.#mark.whenIdle()
    this.#sinceCheckpointBytes += bytes
    this.#sinceLookBytes += bytes
    // What is left of a full disk is for deletes: segments and checkpoints wait until there is room.
    if (this.#space.full) return
    if (this.#flusher.unflushedBytes >= this.#limits.flushBytes) void this.#flushSegments()
    const due = this.#sinceCheckpointBytes >= this.#limits.checkpointBytes
    if (due && this.#closing === undefined) this.#background.run(this.checkpoint())
    if (this.#sinceLookBytes >= LOOK_AT_SPACE_EVERY_BYTES) {
      this.#sinceLookBytes = 0
      this.#background.run(this.#space.look())
    }
  }

  /** Writes to segments in the background; never rejects. */
  #flushSegments(): Promise<void> {
    this.#flushing ??= this.#background.watched(this.#flusher.flush()).finally(() => {
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
    this.#mark.cancel()
    this.#committer.end()
    this.#holds.end()
    await this.#cleaner.stop()
    await this.#background.watched(this.#committer.idle())
    await this.#tasksDone()
    if (this.#committer.fault === undefined) await this.#background.watched(this.#checkpointer.run())
    await this.#tasksDone()
    await this.#walFiles.close()
    await this.#files.close()
  }

  async #tasksDone(): Promise<void> {
    await this.#flushing
    await this.#background.done()
  }
}

/** A delete lives on the reserve when the disk is full, with the record that says so. */
function freesSpace({ remove = [], startOffsets = [] }: InnerFrame): boolean {
  return remove.length > 0 || startOffsets.length > 0
}
