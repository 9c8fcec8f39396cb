import type { Configs } from '../configs/configs.ts'
import { INTERNAL_TOPICS, type InternalTopicName } from './name.ts'
import type { TopicSpec } from './topic.ts'

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
