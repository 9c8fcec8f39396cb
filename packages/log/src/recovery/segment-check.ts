import { type Disk, Fault } from '@millrace/kernel'
import type { PartitionNumber } from '../contract.ts'
import type { DiskPartition } from '../partition/disk-partition.ts'
import { LSN_ENTRY_BYTES, type Segment } from '../segment/segment.ts'
import {
  PARTITIONS_DIRECTORY,
  SEGMENT_FILE_KINDS,
  type SegmentFileKind,
  partitionDirectory,
  segmentName,
  segmentPath,
} from '../segment/segment-files.ts'

/** Notes on each segment that has not been looked at whether its files are there and long enough. */
export async function checkSegments(disk: Disk, partitions: Iterable<DiskPartition>): Promise<void> {
  for (const partition of partitions) {
    for (const segment of partition.segments) {
      if (segment.looked || segment.writtenBytes === 0) continue
      segment.looked = true
      segment.damage =
        (await tooShort(disk, partition, segment, 'log', segment.writtenBytes)) ??
        (await tooShort(disk, partition, segment, 'lsn', segment.writtenBatches * LSN_ENTRY_BYTES))
    }
  }
}

async function tooShort(
  disk: Disk,
  partition: DiskPartition,
  segment: Segment,
  kind: SegmentFileKind,
  bytes: number,
): Promise<string | undefined> {
  const path = segmentPath(partition.number, segment, kind)
  const size = await sizeOf(disk, path)
  if (size === undefined) return `${path} is missing`
  return size < bytes ? `${path} ends at byte ${size}, it had ${bytes}` : undefined
}

async function sizeOf(disk: Disk, path: string): Promise<number | undefined> {
  try {
    const file = await disk.open(path)
    const { size } = file
    await file.close()
    return size
  } catch (error) {
    if (error instanceof Fault && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Deletes the segment files that no partition has. Those of an offline partition stay, for whoever repairs it. */
export async function removeOrphans(
  disk: Disk,
  partitions: ReadonlyMap<PartitionNumber, DiskPartition>,
  removed: (path: string) => void,
): Promise<void> {
  for (const name of await disk.list(PARTITIONS_DIRECTORY)) {
    const partition = partitions.get(Number(name))
    if (partition?.offline !== undefined) continue
    const directory = `${PARTITIONS_DIRECTORY}/${name}`
    if (partition === undefined) {
      await disk.remove(directory)
      removed(directory)
    } else {
      await removeFiles(disk, partition, removed)
    }
  }
}

async function removeFiles(disk: Disk, partition: DiskPartition, removed: (path: string) => void): Promise<void> {
  const wanted = new Set(
    partition.segments.flatMap((segment) => SEGMENT_FILE_KINDS.map((kind) => segmentName(segment, kind))),
  )
  const directory = partitionDirectory(partition.number)
  for (const name of await disk.list(directory)) {
    if (wanted.has(name)) continue
    await disk.remove(`${directory}/${name}`)
    removed(`${directory}/${name}`)
  }
}
