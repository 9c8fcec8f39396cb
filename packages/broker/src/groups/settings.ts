/** Settings of the group coordinator; names and meanings as Kafka's broker settings of the same names. */
export interface GroupSettings {
  /** group.min.session.timeout.ms */
  readonly minSessionTimeoutMs: number
  /** group.max.session.timeout.ms */
  readonly maxSessionTimeoutMs: number
  /** group.initial.rebalance.delay.ms: how long the first rebalance of an empty group waits for more members. */
  readonly initialRebalanceDelayMs: number
  /** group.max.size: members of one group; also the most ids that may be given out and not used yet. */
  readonly maxSize: number
  /** A new member that waits longer than this for its first join is dropped, and asks again. */
  readonly newMemberJoinTimeoutMs: number
  /** offset.metadata.max.bytes */
  readonly offsetMetadataMaxBytes: number
  /** offsets.retention.minutes, in ms */
  readonly offsetsRetentionMs: number
  /** offsets.retention.check.interval.ms */
  readonly offsetsRetentionCheckIntervalMs: number
  /** How many groups the coordinator keeps in memory. */
  readonly groupCount: number
}

const MINUTE_MS = 60_000

/** Kafka's, except for the initial delay (Kafka: 3 s), which is what a first consumer waits for (docs/adr). */
export const DEFAULT_GROUP_SETTINGS: GroupSettings = {
  minSessionTimeoutMs: 6_000,
  maxSessionTimeoutMs: 30 * MINUTE_MS,
  initialRebalanceDelayMs: 100,
  maxSize: 10_000,
  newMemberJoinTimeoutMs: 5 * MINUTE_MS,
  offsetMetadataMaxBytes: 4096,
  offsetsRetentionMs: 7 * 24 * 60 * MINUTE_MS,
  offsetsRetentionCheckIntervalMs: 10 * MINUTE_MS,
  groupCount: 100_000,
}
