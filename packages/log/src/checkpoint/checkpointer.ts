import type { Disk } from '@millrace/kernel'
import type { Lsn } from '../contract.ts'
import type { DiskPartition } from '../partition/disk-partition.ts'
import { type Segment, type SegmentMeta } from '../segment/segment.ts'
import { CheckpointWriter, type PartitionSnapshot } from './format.ts'

export const CHECKPOINT_DIRECTORY = 'checkpoints'
const GENERATIONS = 2
const UNFINISHED = `${CHECKPOINT_DIRECTORY}/unfinished`

export interface CheckpointerPorts {
  readonly disk: Disk
  lastLsn(): Lsn
  durableLsn(): Lsn
  partitions(): readonly DiskPartition[]
  /** Makes everything that was appended so far durable, and writes and syncs it to segments. */
  settle(): Promise<void>
  /** Somebody copies files: nothing is deleted. */
  held(): boolean
  /** The older of the two checkpoints needs no frames up to `lsn`. */
  covered(lsn: Lsn): Promise<void>
}

/** File name by the sequence number after which replay begins. */
export function checkpointName(replayAfter: Lsn): string {
  return `${String(replayAfter).padStart(16, '0')}.checkpoint`
}

/** The number in a checkpoint's name; undefined for other files. */
export function checkpointLsn(name: string): Lsn | undefined {
  const match = /^(\d{16})\.checkpoint$/.exec(name)
  return match === null ? undefined : Number(match[1])
}

/** Writes checkpoints and keeps two of them: the write-ahead log reaches back to the older. */
export class Checkpointer {
  readonly #ports: CheckpointerPorts
  /** `replayAfter` of those on the disk, oldest first. */
  #kept: Lsn[]
  #running: Promise<void> | undefined

  constructor(ports: CheckpointerPorts, kept: readonly Lsn[]) {
    this.#ports = ports
    this.#kept = [...kept]
  }

  /** Takes one, unless one is being taken. */
  run(): Promise<void> {
    this.#running ??= this.#take().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /** Takes one that begins after this call; gives the sequence number after which a replay of the newest begins. */
  async fresh(): Promise<Lsn> {
    await this.#running
    await this.run()
    return this.#kept.at(-1) ?? 0
  }

  async #take(): Promise<void> {
    const { disk } = this.#ports
    const replayAfter = this.#ports.lastLsn()
    if (this.#kept.at(-1) === replayAfter) return
    const writer = new CheckpointWriter(replayAfter)
    for (const partition of this.#ports.partitions()) {
      if (!partition.removed) writer.add(snapshot(partition, this.#ports.lastLsn()))
      await turn()
    }
    // A snapshot may hold what is not durable yet: it counts only when that is, and is in its segments.
    await this.#ports.settle()
    await this.#write(checkpointName(replayAfter), writer.finish(this.#ports.durableLsn()))
    this.#kept.push(replayAfter)
    if (this.#ports.held()) return
    while (this.#kept.length > GENERATIONS) {
      await disk.remove(`${CHECKPOINT_DIRECTORY}/${checkpointName(this.#kept.shift() as Lsn)}`)
    }
    if (this.#kept.length === GENERATIONS) await this.#ports.covered(this.#kept[0] as Lsn)
  }

  async #write(name: string, bytes: Buffer): Promise<void> {
    const { disk } = this.#ports
    await disk.remove(UNFINISHED)
    const file = await disk.open(UNFINISHED, { create: true })
    try {
      await file.writeAndSync(0, [bytes])
    } finally {
      await file.close()
    }
    await disk.rename(UNFINISHED, `${CHECKPOINT_DIRECTORY}/${name}`)
    await disk.syncDirectory(CHECKPOINT_DIRECTORY)
  }
}

function snapshot(partition: DiskPartition, stateLsn: Lsn): PartitionSnapshot {
  return {
    number: partition.number,
    stateLsn,
    startOffset: partition.startOffset,
    nextOffset: partition.nextOffset,
    cleanedOffset: partition.cleanedOffset,
    segments: partition.segments.map(metaOf),
    producers: partition.producers(),
    aborted: partition.transactions.abortedIndex(),
  }
}

function metaOf(segment: Segment): SegmentMeta {
  return segment
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
