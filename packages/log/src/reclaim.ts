import { type Background, settles } from './background.ts'
import type { Holds } from './backup/holds.ts'
import type { DiskSpace } from './disk-space.ts'
import type { Deletes } from './partition-table.ts'
import type { WalFiles } from './wal/wal-files.ts'

export interface ReclaimPorts {
  readonly background: Background
  readonly holds: Holds
  readonly space: DiskSpace
  readonly walFiles: WalFiles
  /** Resolves when a checkpoint has been written. */
  readonly checkpoint: () => Promise<void>
  /** Resolves when an empty frame is durable. */
  readonly emptyFrame: () => Promise<void>
  /** Retention now, not at its next round. */
  readonly retain: () => Promise<unknown>
}

/** Gives the disk back what frames have deleted, and what else there is when it gets full. */
export class Reclaim {
  readonly #ports: ReclaimPorts
  #makingRoom = false

  constructor(ports: ReclaimPorts) {
    this.#ports = ports
  }

  /** Runs deletes when the frame that asked for them is durable. */
  deleteAfter(durable: Promise<void>, deletes: Deletes): void {
    this.#ports.background.run(this.#runDeletes(durable, deletes))
  }

  /** The write-ahead log finds no room. */
  async makeRoom(): Promise<void> {
    const { background, space, walFiles, retain } = this.#ports
    await walFiles.dropSpares()
    await space.release()
    if (this.#makingRoom) return
    this.#makingRoom = true
    const freed = retain().then(() => space.look())
    background.run(
      freed.finally(() => {
        this.#makingRoom = false
      }),
    )
  }

  async #runDeletes(durable: Promise<void>, deletes: Deletes): Promise<void> {
    // A frame that never becomes durable deletes nothing, and whoever appended it hears why.
    if (!(await settles(durable))) return
    await this.#ports.holds.free()
    for (const each of deletes) await each()
    if (this.#ports.space.full) await this.#freeSpace()
  }

  /** What was deleted lies in write-ahead files too, until two checkpoints have passed it. */
  async #freeSpace(): Promise<void> {
    const { space, walFiles, checkpoint, emptyFrame } = this.#ports
    await space.look()
    for (let round = 0; round < 2 && space.full; round++) {
      await checkpoint()
      // Without a frame between them the second checkpoint would be the first.
      await emptyFrame()
      await walFiles.dropSpares()
      await space.look()
    }
  }
}
