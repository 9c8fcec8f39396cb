import { invariant } from '@millrace/kernel'
import { wholeBatchAt } from '@millrace/log/batches'

/** The whole batches of a read of the log, one after another. */
export function* batchesIn(block: Buffer): Generator<Buffer> {
  for (let at = 0; at < block.length;) {
    const size = wholeBatchAt(block, at)
    invariant(size !== undefined, 'reads give whole batches', `at byte ${at} of ${block.length}`)
    yield block.subarray(at, at + size)
    at += size
  }
}
