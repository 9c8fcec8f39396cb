import type { Lsn, PartitionNumber } from '../contract.ts'
import { LSN_ENTRY_BYTES, type Segment } from '../segment/segment.ts'
import { type SegmentFiles, segmentPath } from '../segment/segment-files.ts'

const WINDOW_ENTRIES = 4096

/** The sequence numbers of a segment's batches, one after the other. */
export class LsnCursor {
  readonly #files: SegmentFiles
  readonly #path: string
  #window: Buffer = Buffer.alloc(0)
  #at = 0
  #position = 0

  constructor(files: SegmentFiles, partition: PartitionNumber, segment: Segment) {
    this.#files = files
    this.#path = segmentPath(partition, segment, 'lsn')
  }

  async next(): Promise<Lsn> {
    if (this.#at + LSN_ENTRY_BYTES > this.#window.length) {
      const position = this.#position
      this.#window = await this.#files.use(this.#path, (file) => file.read(position, WINDOW_ENTRIES * LSN_ENTRY_BYTES))
      this.#position += this.#window.length
      this.#at = 0
    }
    const at = this.#at
    this.#at += LSN_ENTRY_BYTES
    return this.#window.readUInt32BE(at + 4) * 2 ** 32 + this.#window.readUInt32BE(at + 8)
  }
}
