import { Refusal } from '@millrace/kernel'
import { LEADER_EPOCH, type LogPartition } from '@millrace/log'
import { checkLeaderEpoch } from './fetch.ts'

/** Times that stand for a place in the partition. */
export const OFFSET_AT = {
  latest: -1,
  earliest: -2,
  /** The record with the largest time (KIP-734). */
  maxTimestamp: -3,
  /** Of what is on this broker's disk, not in tiered storage: here that is all (KIP-405). */
  earliestLocal: -4,
  /** The last that was moved to tiered storage: there is none (KIP-1005). */
  latestTiered: -5,
  /** The first that waits to be moved to tiered storage: there is none (KIP-1023). */
  earliestPendingUpload: -6,
} as const

export interface OffsetQuery {
  /** ms since epoch, or one of `OFFSET_AT`. */
  readonly timestamp: number
  readonly readCommitted: boolean
  /** -1 when the client does not say. */
  readonly leaderEpoch: number
}

export interface FoundOffset {
  /** -1 when there is none. */
  readonly offset: number
  readonly timestamp: number
  readonly leaderEpoch: number
}

const NONE: FoundOffset = { offset: -1, timestamp: -1, leaderEpoch: -1 }

/**
 * An offset by time (ListOffsets).
 *
 * @throws Refusal FENCED_LEADER_EPOCH, UNKNOWN_LEADER_EPOCH, UNSUPPORTED_VERSION (no such place); Fault PARTITION_OFFLINE
 */
export async function listOffset(partition: LogPartition, query: OffsetQuery): Promise<FoundOffset> {
  checkLeaderEpoch(query.leaderEpoch)
  const end = query.readCommitted ? partition.lastStableOffset : partition.highWatermark
  switch (query.timestamp) {
    case OFFSET_AT.latest:
      return { offset: end, timestamp: -1, leaderEpoch: LEADER_EPOCH }
    case OFFSET_AT.earliest:
    case OFFSET_AT.earliestLocal:
      return { offset: partition.startOffset, timestamp: -1, leaderEpoch: LEADER_EPOCH }
    case OFFSET_AT.maxTimestamp:
      return below(end, await partition.maxTimestamp())
    case OFFSET_AT.latestTiered:
    case OFFSET_AT.earliestPendingUpload:
      return NONE
    default:
      return await byTime(partition, query.timestamp, end)
  }
}

async function byTime(partition: LogPartition, timestamp: number, end: number): Promise<FoundOffset> {
  if (timestamp < 0) throw new Refusal('UNSUPPORTED_VERSION', `time ${timestamp} stands for no place in a partition`)
  return below(end, await partition.offsetForTimestamp(timestamp))
}

/** What lies at or after the end that the reader may see is not there for it. */
function below(end: number, found: FoundOffset | undefined): FoundOffset {
  return found === undefined || found.offset >= end ? NONE : found
}
