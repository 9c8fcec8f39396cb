import { parentPort } from 'node:worker_threads'
import type { RecordBlock } from '@millrace/kernel'
import { records, wholeBatchAt } from '@millrace/log'

/** What the worker of the stub core makes of a record. */
export interface Decoded {
  readonly offset: number
  readonly timestamp: number
  readonly value: string
}

/** The decoded records of a block, and whether its bytes came without a copy. */
export interface DecodedBlock {
  readonly isShared: boolean
  readonly nextOffset: number
  readonly bytes: number
  readonly records: readonly Decoded[]
}

parentPort?.on('message', ({ bytes, nextOffset }: RecordBlock) => {
  const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const decoded: Decoded[] = []
  for (let at = 0; at < block.length;) {
    const size = wholeBatchAt(block, at) ?? block.length - at
    for (const { offset, timestamp, value } of records(block.subarray(at, at + size))) {
      decoded.push({ offset, timestamp, value: String(value) })
    }
    at += size
  }
  const isShared = bytes.buffer instanceof SharedArrayBuffer
  parentPort?.postMessage({ isShared, nextOffset, bytes: bytes.length, records: decoded } satisfies DecodedBlock)
})
