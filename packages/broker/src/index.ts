// The broker
export { type Broker, type BrokerOptions, openBroker } from './broker.ts'
export { type BrokerSettings, DEFAULT_SETTINGS } from './configs/settings.ts'

// Topics
export type { Topics } from './topics/topics.ts'
export type { ReplicaAssignment, Topic, TopicChange, TopicSpec } from './topics/topic.ts'
export { INTERNAL_TOPICS, checkTopicName, isInternalTopic } from './topics/name.ts'

// Settings
export type { BrokerScope, Configs } from './configs/configs.ts'
export type { DescribedConfig } from './configs/describe.ts'
export type { ConfigOperation } from './configs/operations.ts'
export { CONFIG_SOURCES, type ConfigSource, type ConfigValues } from './configs/layers.ts'
export { CONFIG_TYPES, type ConfigType } from './configs/definition.ts'
export type { TopicSettings } from './configs/topic-settings.ts'
