import { crcHolds, wholeBatchAt } from '../batch/check.ts'
import { BatchHeader } from '../batch/header.ts'
import { HEADER_BYTES, LENGTH, LENGTH_OVERHEAD } from '../batch/layout.ts'
import type { PartitionNumber } from '../contract.ts'
import type { ReadableDisk, ReadableFile } from '../disk/read-disk.ts'
import { LSN_ENTRY_BYTES, type SegmentMeta } from '../segment/segment.ts'
import { partitionDirectory, segmentName } from '../segment/segment-files.ts'
import { withFile } from './content.ts'
import type { Problem } from './verify.ts'

const WINDOW_BYTES = 4 * 1024 * 1024

export interface VerifiedSegment {
  readonly batches: number
  readonly bytes: number
  readonly problem?: Problem
}

/**
 * Reads every batch of a segment: size, CRC, offsets in order and within the segment, and that each has its sequence
 * number, in order too. Undefined when a file of it is not there.
 */
export async function verifySegment(
  disk: ReadableDisk,
  partition: PartitionNumber,
  meta: SegmentMeta,
): Promise<VerifiedSegment | undefined> {
  const path = (kind: 'log' | 'lsn'): string => `${partitionDirectory(partition)}/${segmentName(meta, kind)}`
  const lasts: number[] = []
  const wrong = await withFile(disk, path('log'), async (file) => ({ what: await walk(file, meta, lasts) }))
  if (wrong === undefined) return undefined
  const found = { batches: lasts.length, bytes: meta.bytes }
  if (wrong.what !== undefined) return { ...found, problem: { path: path('log'), ...wrong.what } }
  const lsns = await withFile(disk, path('lsn'), async (file) => ({
    what: checkLsns(await file.read(0, meta.batchCount * LSN_ENTRY_BYTES), meta, lasts),
  }))
  if (lsns === undefined) return undefined
  return lsns.what === undefined ? found : { ...found, problem: { path: path('lsn'), ...lsns.what } }
}

type Wrong = Omit<Problem, 'path'> | undefined

/** Notes the last offset of each batch. */
async function walk(file: ReadableFile, meta: SegmentMeta, lasts: number[]): Promise<Wrong> {
  let position = 0
  let wanted = WINDOW_BYTES
  let before = meta.baseOffset
  while (position < meta.bytes) {
    const window = await file.read(position, Math.min(wanted, meta.bytes - position))
    const header = new BatchHeader(window)
    let at = 0
    for (let size = wholeBatchAt(window, at); size !== undefined; size = wholeBatchAt(window, at)) {
      const { baseOffset, nextOffset } = header.over(window, at)
      const what = wrongBatch(window, at, size, { baseOffset, nextOffset, before, end: meta.nextOffset })
      if (what !== undefined) return { position: position + at, what }
      lasts.push(nextOffset - 1)
      before = nextOffset
      at += size
    }
    position += at
    if (at > 0) wanted = WINDOW_BYTES
    else if (window.length < wanted || !mayGrow(window, wanted)) return { position, what: 'there is no whole batch' }
    else wanted = window.readInt32BE(LENGTH) + LENGTH_OVERHEAD
  }
  if (lasts.length === meta.batchCount) return undefined
  return { position, what: `it has ${lasts.length} batches, it had ${meta.batchCount}` }
}

/** Whether the batch at the start is only larger than the window. */
function mayGrow(window: Buffer, wanted: number): boolean {
  return window.length >= HEADER_BYTES && window.readInt32BE(LENGTH) + LENGTH_OVERHEAD > wanted
}

function wrongBatch(
  window: Buffer,
  at: number,
  size: number,
  range: { readonly baseOffset: number; readonly nextOffset: number; readonly before: number; readonly end: number },
): string | undefined {
  const { baseOffset, nextOffset, before, end } = range
  if (!crcHolds(window, at, size)) return `the CRC of offset ${baseOffset} is wrong`
  return baseOffset < before || nextOffset > end ? `offset ${baseOffset} is out of order` : undefined
}

function checkLsns(bytes: Buffer, meta: SegmentMeta, lasts: readonly number[]): Wrong {
  let before = 0
  for (const [index, last] of lasts.entries()) {
    const position = index * LSN_ENTRY_BYTES
    if (position + LSN_ENTRY_BYTES > bytes.length) return { position, what: `it ends before batch ${index}` }
    const lsn = Number(bytes.readBigInt64BE(position + 4))
    if (meta.baseOffset + bytes.readUInt32BE(position) !== last)
      return { position, what: `batch ${index} ends elsewhere` }
    if (lsn < before) return { position, what: `sequence number ${lsn} comes after ${before}` }
    before = lsn
  }
  return undefined
}
