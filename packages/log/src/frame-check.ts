import { Refusal, messageOf } from '@millrace/kernel'
import { BatchHeader, asBuffer } from './batch/header.ts'
import { wholeBatchAt } from './batch/check.ts'
import { LAST_OFFSET_DELTA } from './batch/layout.ts'
import { readMarker } from './batch/marker.ts'
import type { Frame, PartitionNumber } from './contract.ts'

/** What a frame is judged against: partitions as they stand, before it. */
export interface FrameView {
  has(partition: PartitionNumber): boolean
  nextOffset(partition: PartitionNumber): number
}

const LARGEST_PARTITION = 2 ** 31 - 1

/**
 * Judges a whole frame before any of it is applied.
 *
 * @throws Refusal PARTITION_EXISTS, UNKNOWN_PARTITION, INVALID_BATCH, OFFSET_OUT_OF_RANGE.
 */
export function checkFrame(frame: Frame, view: FrameView): void {
  const created = checkCreate(frame, view)
  const known = (partition: PartitionNumber): void => {
    if (!view.has(partition) && created?.has(partition) !== true) {
      throw new Refusal('UNKNOWN_PARTITION', `there is no partition ${partition}: create it first`)
    }
  }
  for (const { partition, bytes } of frame.batches ?? []) {
    known(partition)
    checkWhole(partition, asBuffer(bytes))
  }
  for (const { partition, offset } of frame.startOffsets ?? []) {
    known(partition)
    checkStartOffset(frame, view, partition, offset)
  }
  if (frame.remove !== undefined) checkRemove(frame.remove, known)
}

function checkRemove(remove: readonly PartitionNumber[], known: (partition: PartitionNumber) => void): void {
  const removed = new Set<PartitionNumber>()
  for (const partition of remove) {
    known(partition)
    if (removed.has(partition)) throw new Refusal('UNKNOWN_PARTITION', `partition ${partition} is removed twice`)
    removed.add(partition)
  }
}

function checkCreate(frame: Frame, view: FrameView): Set<PartitionNumber> | undefined {
  if (frame.create === undefined || frame.create.length === 0) return undefined
  const created = new Set<PartitionNumber>()
  for (const partition of frame.create) {
    if (!Number.isInteger(partition) || partition < 1 || partition > LARGEST_PARTITION) {
      throw new Refusal('UNKNOWN_PARTITION', `partitions are numbered 1 to ${LARGEST_PARTITION}, not ${partition}`)
    }
    if (view.has(partition) || created.has(partition)) {
      throw new Refusal('PARTITION_EXISTS', `partition ${partition} is there already`)
    }
    created.add(partition)
  }
  return created
}

function checkStartOffset(frame: Frame, view: FrameView, partition: PartitionNumber, offset: number): void {
  const next = (view.has(partition) ? view.nextOffset(partition) : 0) + recordsOf(frame, partition)
  if (!Number.isSafeInteger(offset) || offset < 0 || offset > next) {
    throw new Refusal('OFFSET_OUT_OF_RANGE', `partition ${partition}: a start offset is at most ${next}, not ${offset}`)
  }
}

function recordsOf(frame: Frame, partition: PartitionNumber): number {
  let count = 0
  for (const batch of frame.batches ?? []) {
    if (batch.partition === partition) count += asBuffer(batch.bytes).readInt32BE(LAST_OFFSET_DELTA) + 1
  }
  return count
}

const NUMBERS = ['baseTimestamp', 'maxTimestamp', 'producerId'] as const

/** What the log itself relies on; the rest is `checkBatch`'s. */
function checkWhole(partition: PartitionNumber, bytes: Buffer): void {
  if (wholeBatchAt(bytes, 0) !== bytes.length) {
    throw new Refusal('INVALID_BATCH', `partition ${partition}: not exactly one whole record batch of format 2`)
  }
  const header = new BatchHeader(bytes)
  if (header.lastOffsetDelta < 0 || header.recordCount < 0) {
    throw new Refusal('INVALID_BATCH', `partition ${partition}: a batch with ${header.lastOffsetDelta + 1} offsets`)
  }
  for (const name of NUMBERS) {
    if (!Number.isSafeInteger(header[name])) {
      throw new Refusal('INVALID_BATCH', `partition ${partition}: ${name} is beyond 2^53`)
    }
  }
  if (header.isControl) readMarkerOf(partition, header)
}

function readMarkerOf(partition: PartitionNumber, header: BatchHeader): void {
  try {
    readMarker(header)
  } catch (error) {
    throw new Refusal('INVALID_BATCH', `partition ${partition}: ${messageOf(error)}`)
  }
}
