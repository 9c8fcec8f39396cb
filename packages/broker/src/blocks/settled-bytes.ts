import { invariant } from '@millrace/kernel'
import { type AbortedTransaction, BatchHeader, wholeBatchAt } from '@millrace/log'

/**
 * The batches of `chunks` in one piece of shared memory, without those of aborted transactions and without markers:
 * what a reader of committed records would be left with.
 */
export function settledBytes(chunks: readonly Buffer[], aborted: readonly AbortedTransaction[]): Uint8Array {
  const kept: Buffer[] = []
  let bytes = 0
  for (const chunk of chunks) {
    for (const batch of settledBatches(chunk, aborted)) {
      kept.push(batch)
      bytes += batch.length
    }
  }
  const shared = new Uint8Array(new SharedArrayBuffer(bytes))
  let at = 0
  for (const batch of kept) {
    shared.set(batch, at)
    at += batch.length
  }
  return shared
}

function* settledBatches(chunk: Buffer, aborted: readonly AbortedTransaction[]): Generator<Buffer> {
  const header = new BatchHeader(chunk)
  let from = 0
  for (let at = 0; at < chunk.length;) {
    const size = wholeBatchAt(chunk, at)
    invariant(size !== undefined, 'reads give whole batches', `at byte ${at} of ${chunk.length}`)
    header.over(chunk, at)
    if (isLeftOut(header, aborted)) {
      if (at > from) yield chunk.subarray(from, at)
      from = at + size
    }
    at += size
  }
  // Batches that stay together are copied together.
  if (from < chunk.length) yield chunk.subarray(from)
}

function isLeftOut(header: BatchHeader, aborted: readonly AbortedTransaction[]): boolean {
  if (header.isControl) return true
  if (!header.isTransactional) return false
  const { producerId, baseOffset } = header
  return aborted.some(
    (transaction) =>
      transaction.producerId === producerId &&
      transaction.firstOffset <= baseOffset &&
      baseOffset < transaction.lastOffset,
  )
}
