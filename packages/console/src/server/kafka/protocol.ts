/** Numbers of the Kafka protocol that the console sends or reads; the same in every version (clients' `ConfigResource`). */
export const topicResource = 2

/** DescribeConfigs: where a value comes from. */
export const configSources = { unknown: 0, topic: 1, defaults: 5 } as const

/** DescribeConfigs: the types of values, by number. */
export const configTypes = [
  'unknown',
  'boolean',
  'string',
  'int',
  'short',
  'long',
  'double',
  'list',
  'class',
  'password',
] as const

/** IncrementalAlterConfigs. */
export const setConfig = 0
export const deleteConfig = 1
