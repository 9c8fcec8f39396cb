/** Groups and offsets as they are read back from `__consumer_offsets` when the broker starts. */
import { Fault, Refusal, invariant } from '@millrace/kernel'
import { BatchHeader, type LogPartition, readMarker, records, wholeBatchAt } from '@millrace/log'
import { decodeRecord } from '../offsets/records.ts'
import type { OffsetService } from '../offsets/service.ts'
import { emptyGroup } from './group.ts'
import type { Membership } from './membership.ts'
import type { GroupRegistry } from './registry.ts'

const READ_BYTES = 1 << 20

export interface RestorePorts {
  readonly registry: GroupRegistry
  readonly offsets: OffsetService
  readonly membership: Membership
}

/**
 * Reads the partitions of `__consumer_offsets`, then lets the sessions of members begin anew.
 *
 * @throws Fault OFFSETS_DAMAGED when a record cannot be read.
 */
export async function restore(partitions: readonly LogPartition[], ports: RestorePorts): Promise<void> {
  for (const [index, partition] of partitions.entries()) await restorePartition(partition, index, ports)
  // Maps may lose entries while they are walked: a group of which nothing is left goes.
  for (const entry of ports.registry.values()) ports.membership.tell(entry, { kind: 'loaded' })
  ports.offsets.forgetLostTopics()
}

async function restorePartition(partition: LogPartition, index: number, ports: RestorePorts): Promise<void> {
  const end = partition.highWatermark
  for (let from = partition.startOffset; from < end;) {
    const read = await partition.read({ from, upTo: end, maxBytes: READ_BYTES, atLeastOne: true })
    for (const chunk of read.chunks) for (const batch of batchesIn(chunk)) restoreBatch(batch, partition, index, ports)
    if (read.nextOffset <= from) return
    from = read.nextOffset
  }
}

function* batchesIn(chunk: Buffer): Generator<BatchHeader> {
  for (let at = 0; at < chunk.length;) {
    const size = wholeBatchAt(chunk, at)
    invariant(size !== undefined, 'reads give whole batches', `at byte ${at} of ${chunk.length}`)
    yield new BatchHeader(chunk, at)
    at += size
  }
}

function restoreBatch(header: BatchHeader, partition: LogPartition, index: number, ports: RestorePorts): void {
  try {
    if (header.isControl) restoreMarker(header, index, ports)
    else restoreRecords(header, ports)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const where = `__consumer_offsets-${index} (partition ${partition.number} of the log), offset ${header.baseOffset}`
    throw new Fault('OFFSETS_DAMAGED', `${where}: ${error.message}: restore a backup`, { cause: error })
  }
}

function restoreMarker(header: BatchHeader, index: number, { offsets }: RestorePorts): void {
  const marker = readMarker(header)
  if (marker !== undefined) offsets.endTransaction(header.producerId, marker.commit, undefined, index)
}

function restoreRecords(header: BatchHeader, { registry, offsets }: RestorePorts): void {
  const producerId = header.isTransactional ? header.producerId : undefined
  for (const stored of records(header.buffer.subarray(header.at, header.at + header.sizeBytes))) {
    const record = decodeRecord(stored)
    if (record === undefined) continue
    const entry = registry.restore(record.groupId, stored.timestamp)
    if (record.kind === 'offset') offsets.restore(entry, record, producerId)
    else {
      entry.group = record.group ?? emptyGroup(record.groupId, stored.timestamp)
      entry.isStored = record.group !== undefined
    }
  }
}
