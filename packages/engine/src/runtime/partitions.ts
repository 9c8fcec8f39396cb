import type { PartitionNumber } from '@millrace/log'

/** The log's partitions that are the engine's own. Numbers below 1000 are for the platform's streams. */
export const EVENTS_PARTITION: PartitionNumber = 20
export const CHECKPOINT_PARTITION: PartitionNumber = 21
