/** What an operator does to a Kafka, for the pages and for the command line: over the Kafka protocol alone. */

// Reaching it
export { type KafkaConnection, LazyConnection } from './server/kafka/connection.ts'
export { problemOf } from './server/problem.ts'

// Topics
export { createTopic, deleteTopic, listTopics } from './server/kafka/topics.ts'
export { topicDetail } from './server/kafka/topic-detail.ts'
export { alterSetting, readSettings } from './server/kafka/settings.ts'

// Groups
export { deleteGroup, describeGroup, listGroups } from './server/kafka/groups.ts'
export { applyReset, previewReset } from './server/kafka/offset-reset.ts'
export type { ResetTarget } from './contract/groups.ts'
