import type { Disk, Random } from '@millrace/kernel'
import type { WalExtent } from '../backup/snapshot.ts'
import type { Lsn } from '../contract.ts'
import type { LogLimits } from '../limits.ts'
import { SALT_BYTES } from './frame-format.ts'
import { WAL_DIRECTORY, WAL_HEADER_BYTES, type WalFile, encodeWalHeader, walName } from './wal-file.ts'

const UNFINISHED = `${WAL_DIRECTORY}/unfinished`
const SPARE_COUNT = 2

/**
 * The files of the write-ahead log: begins a new one when the last is full, and uses the oldest again when no
 * checkpoint needs them. Overwriting spares the file system its own log: a sync then takes half the time.
 */
export class WalFiles {
  readonly #disk: Disk
  readonly #random: Random
  readonly #limits: LogLimits
  /** First sequence numbers of the files on the disk, oldest first. */
  #onDisk: Lsn[]
  #spares: string[] = []
  #spareNumber = 0
  #staging: WalFile | undefined
  #open: WalFile | undefined

  constructor(disk: Disk, random: Random, limits: LogLimits, onDisk: readonly Lsn[]) {
    this.#disk = disk
    this.#random = random
    this.#limits = limits
    this.#onDisk = [...onDisk]
  }

  /** The file that a frame of `length` bytes with this number goes to. */
  stage(length: number, lsn: Lsn): WalFile {
    let file = this.#staging
    if (file === undefined || (file.stagedBytes + length > this.#limits.walFileBytes && file.firstLsn !== lsn)) {
      const salt = Buffer.from(this.#random.bytes(SALT_BYTES))
      file = { salt, firstLsn: lsn, file: undefined, stagedBytes: WAL_HEADER_BYTES, writtenBytes: WAL_HEADER_BYTES }
      this.#staging = file
    }
    file.stagedBytes += length
    return file
  }

  /** Header first, name second: a file with a name always has a header, or is damaged. */
  async open(wal: WalFile): Promise<void> {
    const path = this.#spares.pop() ?? UNFINISHED
    const file = await this.#disk.open(path, { create: true })
    await file.writeAndSync(0, [encodeWalHeader(wal)])
    await this.#disk.rename(path, walName(wal.firstLsn))
    await this.#disk.syncDirectory(WAL_DIRECTORY)
    const previous = this.#open?.file
    wal.file = file
    this.#open = wal
    this.#onDisk.push(wal.firstLsn)
    await previous?.close()
  }

  /** The files that are there, oldest first, and how much of the newest is durable. */
  extents(): WalExtent[] {
    const open = this.#open
    return this.#onDisk.map((firstLsn) => ({
      firstLsn,
      bytes: firstLsn === open?.firstLsn ? open.writtenBytes : undefined,
    }))
  }

  /** No checkpoint needs frames up to `lsn` any more. */
  async release(lsn: Lsn): Promise<void> {
    for (;;) {
      const [first, second] = this.#onDisk
      if (first === undefined || second === undefined || second > lsn + 1) return
      this.#onDisk.shift()
      if (this.#spares.length >= SPARE_COUNT) {
        await this.#disk.remove(walName(first))
      } else {
        const spare = `${WAL_DIRECTORY}/spare-${this.#spareNumber++}`
        await this.#disk.rename(walName(first), spare)
        this.#spares.push(spare)
      }
    }
  }

  /** Deletes what is kept for later use: the disk is full. */
  async dropSpares(): Promise<void> {
    for (const spare of this.#spares.splice(0)) await this.#disk.remove(spare)
  }

  async close(): Promise<void> {
    await this.#open?.file?.close()
  }
}
