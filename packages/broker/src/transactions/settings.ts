import type { Configs } from '../configs/configs.ts'

export interface TransactionSettings {
  /** Longest time-out that a producer may ask for (transaction.max.timeout.ms). */
  readonly maxTimeoutMs: number
  /** How long an id that is not used is remembered, in domain time (transactional.id.expiration.ms). */
  readonly idExpirationMs: number
  /** How often ids are looked through for those that have expired, in domain time. */
  readonly idExpirationIntervalMs: number
  /** Transactional ids that are remembered at a time. */
  readonly idCount: number
  /** Partitions of one transaction: each gets a marker in the frame that ends it. */
  readonly partitionCount: number
  /** When a transaction that timed out could not be aborted, it is tried again after so long. */
  readonly retryMs: number
}

export const DEFAULT_TRANSACTION_SETTINGS: TransactionSettings = {
  maxTimeoutMs: 900_000,
  idExpirationMs: 604_800_000,
  idExpirationIntervalMs: 3_600_000,
  idCount: 100_000,
  partitionCount: 10_000,
  retryMs: 5_000,
}

/** The coordinator's settings from the broker's, by Kafka's names. */
export function configuredTransactionSettings(configs: Configs): TransactionSettings {
  return {
    ...DEFAULT_TRANSACTION_SETTINGS,
    maxTimeoutMs: configs.number('transaction.max.timeout.ms'),
    idExpirationMs: configs.number('transactional.id.expiration.ms'),
  }
}
