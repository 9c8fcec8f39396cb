import type { PartitionSettings } from '@millrace/log'
import { type ConfigDefinition, listItems } from './definition.ts'
import { type BrokerLayers, type ConfigValues, topicValues } from './layers.ts'
import { TOPIC_CONFIGS, type TopicConfigName } from './topic-definitions.ts'

/** A topic's settings as the broker works with them: every layer resolved, every text parsed. */
export interface TopicSettings extends PartitionSettings {
  readonly maxMessageBytes: number
  readonly timestampType: 'CreateTime' | 'LogAppendTime'
  /** How far a record's time may lie behind and ahead of domain time, ms. */
  readonly timestampBeforeMaxMs: number
  readonly timestampAfterMaxMs: number
}

/** Numbers beyond 2^53 (Kafka's "never" is 2^63-1) lose their last digits here, and nothing else. */
export function topicSettings(own: ConfigValues, layers: BrokerLayers): TopicSettings {
  const text = (name: TopicConfigName): string => {
    const definition: ConfigDefinition = TOPIC_CONFIGS[name]
    return topicValues(definition, own, layers)[0]?.value?.trim() ?? ''
  }
  const number = (name: TopicConfigName): number => Number(text(name))
  const policies = listItems(text('cleanup.policy'))
  return {
    retentionMs: number('retention.ms'),
    retentionBytes: number('retention.bytes'),
    segmentBytes: number('segment.bytes'),
    segmentMs: number('segment.ms'),
    cleanup: { delete: policies.includes('delete'), compact: policies.includes('compact') },
    deleteRetentionMs: number('delete.retention.ms'),
    minCleanableDirtyRatio: number('min.cleanable.dirty.ratio'),
    minCompactionLagMs: number('min.compaction.lag.ms'),
    maxCompactionLagMs: number('max.compaction.lag.ms'),
    fileDeleteDelayMs: number('file.delete.delay.ms'),
    maxMessageBytes: number('max.message.bytes'),
    timestampType: text('message.timestamp.type') === 'LogAppendTime' ? 'LogAppendTime' : 'CreateTime',
    timestampBeforeMaxMs: number('message.timestamp.before.max.ms'),
    timestampAfterMaxMs: number('message.timestamp.after.max.ms'),
  }
}
