import { Refusal } from '@millrace/kernel'
import type { Configs } from '../configs/configs.ts'
import type { ConfigValues } from '../configs/layers.ts'
import { INTERNAL_TOPICS, type InternalTopicName, isInternalTopic } from './name.ts'
import type { Topic, TopicSpec } from './topic.ts'

/** How the platform's own topics are made: compacted, in small segments so that compaction gets at them. */
export function internalTopicSpec(name: InternalTopicName, configs: Configs): TopicSpec {
  return {
    name,
    partitionCount: partitionCount(name, configs),
    replicationFactor: -1,
    assignments: [],
    configs: [
      { name: 'cleanup.policy', value: 'compact' },
      { name: 'segment.bytes', value: String(16 * 2 ** 20) },
      { name: 'compression.type', value: 'producer' },
      // Records here carry the platform's own times, whatever topics default to.
      { name: 'message.timestamp.type', value: 'CreateTime' },
    ],
  }
}

function partitionCount(name: InternalTopicName, configs: Configs): number {
  switch (name) {
    case INTERNAL_TOPICS.offsets:
      return configs.number('offsets.topic.num.partitions')
    case INTERNAL_TOPICS.transactions:
      return configs.number('transaction.state.log.num.partitions')
    case INTERNAL_TOPICS.epochs:
      return 1
  }
}

/**
 * A coordinator finds a group or a transaction by hashing its name over the partitions. Kafka lets the number grow, and
 * then looks in the wrong one; here that would lose what was acknowledged.
 *
 * @throws Refusal INVALID_PARTITIONS
 */
export function keepPlaces({ name }: Topic): void {
  if (!isInternalTopic(name)) return
  throw new Refusal(
    'INVALID_PARTITIONS',
    `${name} keeps its number of partitions: coordinators find their records by it`,
  )
}

/**
 * What coordinators have acknowledged may be compacted, never dropped by age.
 *
 * @throws Refusal INVALID_CONFIG
 */
export function keepAcknowledged({ name }: Topic, configs: ConfigValues): void {
  if (!isInternalTopic(name) || configs['cleanup.policy'] === 'compact') return
  throw new Refusal('INVALID_CONFIG', `${name} is kept by cleanup.policy=compact alone`)
}
