/**
 * What recovery may find, and what it does. Nothing else is done to a data directory at a start; every case has a
 * test of its name.
 *
 * "Durable mark" is the highest sequence number that something that is left says was durable: a checkpoint, the
 * beginning of a later file, a whole frame further on.
 */
export interface RecoveryCase {
  readonly observed: string
  readonly cause: string
  readonly action: string
  /** May something that was acknowledged be lost? */
  readonly loss: string
}

export const RECOVERY_CASES = {
  'new-log': {
    observed: 'no files at all',
    cause: 'a new data directory',
    action: 'begin at sequence number 1',
    loss: 'no',
  },
  'clean-end': {
    observed: 'the last write-ahead file ends after a whole frame',
    cause: 'a stop, or a crash between two commits',
    action: 'go on behind it',
    loss: 'no',
  },
  'torn-tail': {
    observed: 'a cut or wrong frame above the durable mark, even if whole frames follow',
    cause: 'a crash during a commit: unsynced writes reach the disk in part and in any order',
    action: 'copy the tail to torn/, truncate behind the last whole frame, sync',
    loss: 'no: a frame is acknowledged after its sync',
  },
  'wal-damaged': {
    observed: 'a cut or wrong frame at or below the durable mark',
    cause: 'the disk, or somebody, changed bytes that were durable',
    action: 'refuse to start: file, byte, sequence number',
    loss: 'yes, unless a backup is restored',
  },
  'wal-header-damaged': {
    observed: 'a write-ahead file with a name and without a right header',
    cause: 'damage: a file gets its name after its header is durable',
    action: 'refuse to start',
    loss: 'yes, unless a backup is restored',
  },
  'wal-file-missing': {
    observed: 'sequence numbers are missing between the checkpoint and the first file, or between two files',
    cause: 'a file was deleted or not restored',
    action: 'refuse to start',
    loss: 'yes, unless a backup is restored',
  },
  'checkpoint-damaged': {
    observed: 'the newest checkpoint has a wrong checksum, the one before is right',
    cause: 'damage',
    action: 'start from the older one: the write-ahead log reaches back to it',
    loss: 'no',
  },
  'checkpoints-lost': {
    observed: 'no right checkpoint, and the write-ahead log does not begin at sequence number 1',
    cause: 'damage, or deleted files',
    action: 'refuse to start',
    loss: 'yes, unless a backup is restored',
  },
  'user-segment-damaged': {
    observed: 'a segment of a partition numbered 1000 or more is missing or too short',
    cause: 'damage, or a deleted file',
    action: 'start with this one partition offline (PARTITION_OFFLINE, with file and byte)',
    loss: 'yes, in this partition, unless a backup is restored',
  },
  'platform-segment-damaged': {
    observed: 'the same in a partition below 1000',
    cause: 'damage, or a deleted file',
    action: 'refuse to start',
    loss: 'yes, unless a backup is restored',
  },
  'index-damaged': {
    observed: 'an index file is missing or does not fit its segment',
    cause: 'a crash (indexes are not synced), or damage',
    action: 'make it anew from the segment when it is needed',
    loss: 'no',
  },
  'orphan-files': {
    observed: 'segment files that no partition has',
    cause: 'a crash between a delete or a compaction and the removal of its files',
    action: 'delete them',
    loss: 'no',
  },
  'newer-format': {
    observed: 'a version byte above the one that is known',
    cause: 'a newer version has written here',
    action: 'refuse to start (UNKNOWN_FORMAT)',
    loss: 'no',
  },
} as const satisfies Record<string, RecoveryCase>

export type RecoveryCaseName = keyof typeof RECOVERY_CASES

/** What was found at this start. */
export interface RecoveryEvent {
  readonly found: RecoveryCaseName
  readonly detail: string
}
