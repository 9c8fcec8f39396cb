import type { Lsn, PartitionNumber } from '../contract.ts'
import type { ReadableDisk } from '../disk/read-disk.ts'
import { scanWal } from '../recovery/scan-wal.ts'
import type { SegmentMeta } from '../segment/segment.ts'
import { ENTRY, entriesOf } from '../wal/frame-format.ts'
import { decodeSwap } from '../wal/inner-frame.ts'
import { WAL_DIRECTORY, decodeWalHeader, walFirstLsn, walName } from '../wal/wal-file.ts'
import { contentOf } from './content.ts'
import type { Problem } from './verify.ts'

/** What the write-ahead log holds, and what is wrong with it. */
export interface VerifiedWal {
  readonly files: number
  readonly frames: number
  readonly bytes: number
  /** Highest sequence number that is there. */
  readonly lastLsn: Lsn
  readonly problems: readonly Problem[]
  /** Whether a frame says that the segment has been deleted or replaced. */
  isGone(partition: PartitionNumber, meta: SegmentMeta): boolean
}

/** Reads every frame of every file: CRC, and sequence numbers one after the other. */
export async function verifyWal(disk: ReadableDisk, mark: Lsn): Promise<VerifiedWal> {
  const found = { files: 0, frames: 0, bytes: 0, lastLsn: 0 }
  const problems: Problem[] = []
  const gone = new Gone()
  const firsts = (await disk.list(WAL_DIRECTORY)).flatMap((name) => walFirstLsn(name) ?? [])
  let expected = firsts[0]
  for (const [index, first] of firsts.entries()) {
    const path = walName(first)
    const bytes = await contentOf(disk, path)
    const header = bytes && decodeWalHeader(bytes)
    if (bytes === undefined || header?.firstLsn !== first) {
      problems.push({ path, position: 0, what: bytes === undefined ? 'it is missing' : 'it has no right header' })
      continue
    }
    if (first !== expected) problems.push({ path, position: 0, what: `frames ${expected} to ${first - 1} are missing` })
    const { frames, end, nextLsn, durableLsn } = scanWal(bytes, header)
    const next = firsts[index + 1]
    const durable = next === undefined ? Math.max(mark, durableLsn) : next - 1
    if (nextLsn <= durable) {
      problems.push({ path, position: end, what: `frame ${nextLsn} is wrong, and ${durable} was durable` })
    }
    for (const frame of frames) for (const entry of entriesOf(bytes, frame)) gone.note(bytes, entry)
    found.files++
    found.frames += frames.length
    found.bytes += end
    found.lastLsn = nextLsn - 1
    expected = next
  }
  return { ...found, problems, isGone: (partition, meta) => gone.has(partition, meta) }
}

/** Segments that frames delete. */
class Gone {
  readonly #removed = new Set<PartitionNumber>()
  readonly #starts = new Map<PartitionNumber, number>()
  readonly #swapped = new Set<string>()

  note(
    bytes: Buffer,
    { type, partition, at, length }: { type: number; partition: number; at: number; length: number },
  ) {
    if (type === ENTRY.remove) this.#removed.add(partition)
    if (type === ENTRY.startOffset) this.#starts.set(partition, Number(bytes.readBigInt64BE(at)))
    if (type !== ENTRY.swap) return
    for (const { baseOffset, generation } of decodeSwap(partition, bytes.subarray(at, at + length)).removed) {
      this.#swapped.add(`${partition} ${baseOffset} ${generation}`)
    }
  }

  has(partition: PartitionNumber, { baseOffset, generation, nextOffset }: SegmentMeta): boolean {
    return (
      this.#removed.has(partition) ||
      nextOffset <= (this.#starts.get(partition) ?? 0) ||
      this.#swapped.has(`${partition} ${baseOffset} ${generation}`)
    )
  }
}
