import type { Disk, DiskFile } from '@millrace/kernel'
import type { PartitionNumber } from '../contract.ts'
import type { Segment } from './segment.ts'

export const PARTITIONS_DIRECTORY = 'partitions'
export type SegmentFileKind = 'log' | 'lsn' | 'index'
export const SEGMENT_FILE_KINDS: readonly SegmentFileKind[] = ['log', 'lsn', 'index']

interface OpenFile {
  readonly file: Promise<DiskFile>
  users: number
  /** Close it when the last user has gone. */
  doomed: boolean
}

export function partitionDirectory(partition: PartitionNumber): string {
  return `${PARTITIONS_DIRECTORY}/${partition}`
}

export function segmentName(segment: Pick<Segment, 'baseOffset' | 'generation'>, kind: SegmentFileKind): string {
  return `${String(segment.baseOffset).padStart(20, '0')}.${segment.generation}.${kind}`
}

export function segmentPath(partition: PartitionNumber, segment: Segment, kind: SegmentFileKind): string {
  return `${partitionDirectory(partition)}/${segmentName(segment, kind)}`
}

/**
 * The segment files that are open, the least recently used closed when there are too many. A file in use is closed
 * when its last user is done: that is how compaction and retention leave readers undisturbed.
 */
export class SegmentFiles {
  readonly #disk: Disk
  readonly #openFileCount: number
  /** By path, in the order of use. */
  readonly #open = new Map<string, OpenFile>()

  constructor(disk: Disk, openFileCount: number) {
    this.#disk = disk
    this.#openFileCount = openFileCount
  }

  /** Opens the file, or takes it open as it is; only who writes may `create` it. */
  async use<T>(path: string, work: (file: DiskFile) => Promise<T>, create = false): Promise<T> {
    const entry = this.#entry(path, create)
    entry.users++
    try {
      return await work(await entry.file)
    } catch (error) {
      // An open that failed may succeed later.
      if (this.#open.get(path) === entry && entry.users === 1) this.#forget(path, entry)
      throw error
    } finally {
      entry.users--
      if (entry.doomed && entry.users === 0) await closeQuietly(entry)
    }
  }

  /** Deletes a file; who reads it goes on reading. */
  async remove(path: string): Promise<void> {
    const entry = this.#open.get(path)
    if (entry !== undefined) this.#forget(path, entry)
    await this.#disk.remove(path)
  }

  async close(): Promise<void> {
    const entries = [...this.#open.values()]
    this.#open.clear()
    await Promise.all(entries.map(closeQuietly))
  }

  #entry(path: string, create: boolean): OpenFile {
    let entry = this.#open.get(path)
    if (entry === undefined) {
      entry = { file: this.#disk.open(path, { create }), users: 0, doomed: false }
      entry.file.catch(() => undefined)
      this.#evict()
    } else {
      this.#open.delete(path)
    }
    this.#open.set(path, entry)
    return entry
  }

  #evict(): void {
    for (const [path, entry] of this.#open) {
      if (this.#open.size < this.#openFileCount) return
      if (entry.users === 0) this.#forget(path, entry)
    }
  }

  #forget(path: string, entry: OpenFile): void {
    this.#open.delete(path)
    entry.doomed = true
    if (entry.users === 0) void closeQuietly(entry)
  }
}

async function closeQuietly(entry: OpenFile): Promise<void> {
  // A file that could not be opened needs no closing.
  await entry.file.then((file) => file.close()).catch(() => undefined)
}
