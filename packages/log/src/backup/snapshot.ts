import type { Disk, DiskFile } from '@millrace/kernel'
import { CHECKPOINT_DIRECTORY, checkpointName } from '../checkpoint/checkpointer.ts'
import { decodeCheckpoint } from '../checkpoint/format.ts'
import type { Lsn, PartitionNumber } from '../contract.ts'
import { LSN_ENTRY_BYTES, type SegmentMeta } from '../segment/segment.ts'
import { partitionDirectory, segmentName } from '../segment/segment-files.ts'
import { INDEX_ENTRY_BYTES } from '../segment/sparse-index.ts'
import { walName } from '../wal/wal-file.ts'

/** A file of the log, and how many of its bytes belong to a snapshot. */
export interface SnapshotFile {
  /** Relative to the log's directory, with `/` between parts. */
  readonly path: string
  readonly bytes: number
}

/**
 * A consistent set of files: a log that is opened over copies of them has every frame up to `lsn`. They stay as they
 * are, to their lengths, until `release`.
 */
export interface LogSnapshot {
  readonly lsn: Lsn
  readonly files: readonly SnapshotFile[]
  /** For reading only; the caller closes it. */
  open(path: string): Promise<DiskFile>
  /** Lets the log delete files again. Safe to call twice. */
  release(): void
}

export interface WalExtent {
  readonly firstLsn: Lsn
  /** Undefined: the whole file. */
  readonly bytes: number | undefined
}

/** The files that a checkpoint stands for, and those of the write-ahead log from there on. */
export async function snapshotFiles(disk: Disk, replayAfter: Lsn, wal: readonly WalExtent[]): Promise<SnapshotFile[]> {
  const files: SnapshotFile[] = []
  if (replayAfter > 0) {
    const path = `${CHECKPOINT_DIRECTORY}/${checkpointName(replayAfter)}`
    const bytes = await contentOf(disk, path)
    files.push({ path, bytes: bytes.length })
    for (const { number, segments } of decodeCheckpoint(bytes)?.partitions ?? []) {
      for (const meta of segments) files.push(...(await segmentFiles(disk, number, meta)))
    }
  }
  const needed = wal.findLastIndex(({ firstLsn }) => firstLsn <= replayAfter + 1)
  for (const { firstLsn, bytes } of wal.slice(Math.max(0, needed))) {
    const path = walName(firstLsn)
    files.push({ path, bytes: bytes ?? (await sizeOf(disk, path)) })
  }
  return files
}

async function segmentFiles(disk: Disk, partition: PartitionNumber, meta: SegmentMeta): Promise<SnapshotFile[]> {
  const path = (kind: 'log' | 'lsn' | 'index'): string => `${partitionDirectory(partition)}/${segmentName(meta, kind)}`
  // Indexes are written when they are: what is missing of them is made anew.
  const index = await sizeOf(disk, path('index')).catch(() => 0)
  return [
    { path: path('log'), bytes: meta.bytes },
    { path: path('lsn'), bytes: meta.batchCount * LSN_ENTRY_BYTES },
    ...(index > 0 ? [{ path: path('index'), bytes: Math.min(index, meta.indexCount * INDEX_ENTRY_BYTES) }] : []),
  ]
}

async function contentOf(disk: Disk, path: string): Promise<Buffer> {
  const file = await disk.open(path)
  try {
    return await file.read(0, file.size)
  } finally {
    await file.close()
  }
}

async function sizeOf(disk: Disk, path: string): Promise<number> {
  const file = await disk.open(path)
  const { size } = file
  await file.close()
  return size
}
