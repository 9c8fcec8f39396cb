import type { Configs } from '../configs/configs.ts'
import { DEFAULT_GROUP_SETTINGS, type GroupSettings } from './settings.ts'

/** The coordinator's settings from the broker's, by Kafka's names. */
export function configuredGroupSettings(configs: Configs): GroupSettings {
  return {
    ...DEFAULT_GROUP_SETTINGS,
    minSessionTimeoutMs: configs.number('group.min.session.timeout.ms'),
    maxSessionTimeoutMs: configs.number('group.max.session.timeout.ms'),
    initialRebalanceDelayMs: configs.number('group.initial.rebalance.delay.ms'),
    maxSize: Math.min(configs.number('group.max.size'), DEFAULT_GROUP_SETTINGS.maxSize),
    offsetMetadataMaxBytes: configs.number('offset.metadata.max.bytes'),
    offsetsRetentionMs: configs.number('offsets.retention.minutes') * 60_000,
  }
}
