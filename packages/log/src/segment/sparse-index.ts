import { ByteReader, ByteWriter } from '@millrace/kernel'

/** offset delta uint32, batch number uint32, position uint32, 4 bytes 0, largest timestamp before it int64. */
export const INDEX_ENTRY_BYTES = 24

export interface IndexEntry {
  readonly baseOffset: number
  readonly position: number
  /** How many batches come before it in the segment. */
  readonly batchNumber: number
  /** Largest timestamp of the batches before it, -1 when there are none. */
  readonly maxTimestampBefore: number
}

/**
 * Offset and time index of one segment: an entry every few KB. The newest entries are in memory; those of an earlier
 * life lie in the segment's `.index` file until somebody asks (`missing`), and can be made anew from the segment.
 */
export class SparseIndex {
  /** Entries that are only in the file. */
  missing: number
  /** Entries in the file, missing ones included. */
  savedCount: number
  #entries: IndexEntry[] = []

  constructor(savedCount = 0) {
    this.missing = savedCount
    this.savedCount = savedCount
  }

  get count(): number {
    return this.missing + this.#entries.length
  }

  add(entry: IndexEntry): void {
    this.#entries.push(entry)
  }

  /** Puts what was missing in front. */
  complete(earlier: readonly IndexEntry[]): void {
    this.#entries = [...earlier, ...this.#entries]
    this.missing = 0
    // A rebuilt index may have another number of entries than the file: it is then written anew from the start.
    if (earlier.length !== this.savedCount) this.savedCount = 0
  }

  /** The last entry at or before `offset`. */
  forOffset(offset: number): IndexEntry | undefined {
    return this.#last((entry) => entry.baseOffset <= offset)
  }

  /** The last entry before which every record is older than `timestamp`. */
  forTimestamp(timestamp: number): IndexEntry | undefined {
    return this.#last((entry) => entry.maxTimestampBefore < timestamp)
  }

  /** Position of the first entry in memory; undefined when there is none. */
  get firstPosition(): number | undefined {
    return this.#entries[0]?.position
  }

  /** Bytes of the entries that are not in the file yet. */
  unsaved(segmentBase: number): Buffer {
    const writer = new ByteWriter(INDEX_ENTRY_BYTES * 16)
    for (const entry of this.#entries.slice(this.savedCount - this.missing)) {
      writer
        .uint32(entry.baseOffset - segmentBase)
        .uint32(entry.batchNumber)
        .uint32(entry.position)
        .uint32(0)
        .int64(entry.maxTimestampBefore)
    }
    return writer.view()
  }

  #last(fits: (entry: IndexEntry) => boolean): IndexEntry | undefined {
    let low = 0
    let high = this.#entries.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (fits(this.#entries[middle] as IndexEntry)) low = middle + 1
      else high = middle
    }
    return this.#entries[low - 1]
  }
}

/** The entries of an index file, or undefined when they cannot be those of the segment. */
export function decodeIndex(bytes: Buffer, segmentBase: number, segmentBytes: number): IndexEntry[] | undefined {
  const entries: IndexEntry[] = []
  const reader = new ByteReader(bytes)
  let before: IndexEntry | undefined
  while (reader.remaining >= INDEX_ENTRY_BYTES) {
    const baseOffset = segmentBase + reader.uint32()
    const batchNumber = reader.uint32()
    const position = reader.uint32()
    const padding = reader.uint32()
    const maxTimestampBefore = Number(reader.bigInt64())
    const grows = before === undefined || (baseOffset > before.baseOffset && position > before.position)
    if (!grows || padding !== 0 || position >= segmentBytes) return undefined
    before = { baseOffset, position, batchNumber, maxTimestampBefore }
    entries.push(before)
  }
  return entries
}
