import type { LogPartition } from '@millrace/log'

const READ_BYTES = 1 << 20

export interface Block {
  /** Whole batches, in memory of its own. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Offset after them. */
  readonly next: number
}

/** The durable batches from an offset on, about a megabyte at most; undefined when there are none. */
export async function readBlock(
  partition: LogPartition,
  from: number,
  maxBytes = READ_BYTES,
): Promise<Block | undefined> {
  const upTo = partition.highWatermark
  if (from >= upTo) return undefined
  const read = await partition.read({ from, upTo, maxBytes, atLeastOne: true })
  const bytes = new Uint8Array(read.bytes)
  let at = 0
  for (const chunk of read.chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return read.nextOffset > from ? { bytes, next: Math.min(read.nextOffset, upTo) } : undefined
}
