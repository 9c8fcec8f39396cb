import { CHECKPOINT_DIRECTORY, checkpointLsn } from '../checkpoint/checkpointer.ts'
import { type Checkpoint, decodeCheckpoint } from '../checkpoint/format.ts'
import type { Lsn } from '../contract.ts'
import type { ReadableDisk } from '../disk/read-disk.ts'
import { partitionDirectory, segmentName } from '../segment/segment-files.ts'
import { contentOf } from './content.ts'
import { verifySegment } from './verify-segment.ts'
import { type VerifiedWal, verifyWal } from './verify-wal.ts'

/** Damage: where, and what. */
export interface Problem {
  readonly path: string
  readonly position: number
  readonly what: string
}

export interface Verified {
  readonly partitions: number
  readonly segments: number
  readonly batches: number
  readonly frames: number
  readonly bytes: number
  readonly lastLsn: Lsn
  readonly problems: readonly Problem[]
}

/** The platform may run: what it deletes meanwhile is looked at again. */
const ATTEMPTS = 3

/**
 * Reads all of a log and compares it with its checksums: the newest checkpoint, every batch of every segment that it
 * knows, every frame of the write-ahead log. Changes nothing, and may run beside the platform.
 *
 * @throws Refusal UNKNOWN_FORMAT when a newer version has written it.
 */
export async function verifyLog(disk: ReadableDisk): Promise<Verified> {
  const { checkpoint, problems } = await newestCheckpoint(disk)
  let wal = await settledWal(disk, checkpoint?.durableLsn ?? 0)
  let segments = 0
  let batches = 0
  let bytes = 0
  for (const { number, segments: metas } of checkpoint?.partitions ?? []) {
    for (const meta of metas) {
      const found = await verifySegment(disk, number, meta)
      // Deleted since the checkpoint, or meanwhile: the write-ahead log says so.
      if (found === undefined && !wal.isGone(number, meta)) wal = await settledWal(disk, 0)
      if (found === undefined && !wal.isGone(number, meta)) {
        const path = `${partitionDirectory(number)}/${segmentName(meta, 'log')}`
        problems.push({ path, position: 0, what: 'it is missing' })
      }
      if (found?.problem !== undefined && !wal.isGone(number, meta)) problems.push(found.problem)
      segments++
      batches += found?.batches ?? 0
      bytes += found?.bytes ?? 0
    }
  }
  const { frames, lastLsn } = wal
  const partitions = checkpoint?.partitions.length ?? 0
  return {
    partitions,
    segments,
    batches,
    frames,
    bytes: bytes + wal.bytes,
    lastLsn,
    problems: [...problems, ...wal.problems],
  }
}

async function newestCheckpoint(disk: ReadableDisk) {
  const problems: Problem[] = []
  const names = (await disk.list(CHECKPOINT_DIRECTORY)).filter((name) => checkpointLsn(name) !== undefined)
  let checkpoint: Checkpoint | undefined
  for (const name of names.toReversed()) {
    const path = `${CHECKPOINT_DIRECTORY}/${name}`
    const bytes = await contentOf(disk, path)
    if (bytes === undefined) continue
    const decoded = decodeCheckpoint(bytes)
    if (decoded === undefined) problems.push({ path, position: 0, what: 'its checksum is wrong' })
    checkpoint ??= decoded
  }
  return { checkpoint, problems }
}

/** Files are used again while they are read: what is wrong has to be wrong each time. */
async function settledWal(disk: ReadableDisk, mark: Lsn): Promise<VerifiedWal> {
  let wal = await verifyWal(disk, mark)
  for (let attempt = 1; attempt < ATTEMPTS && wal.problems.length > 0; attempt++) wal = await verifyWal(disk, mark)
  return wal
}
