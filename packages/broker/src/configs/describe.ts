import { BROKER_CONFIGS } from './broker-definitions.ts'
import type { ConfigDefinition } from './definition.ts'
import {
  type BrokerLayers,
  type ConfigSource,
  type ConfigValues,
  type LayeredValue,
  brokerValues,
  topicValues,
} from './layers.ts'
import { TOPIC_CONFIGS } from './topic-definitions.ts'

/** One setting as DescribeConfigs shows it. */
export interface DescribedConfig {
  readonly definition: ConfigDefinition
  readonly value: string | null
  readonly source: ConfigSource
  /** Given when the broker starts, and not to be altered. */
  readonly readOnly: boolean
  /** Every layer that sets it, strongest first. */
  readonly synonyms: readonly LayeredValue[]
}

/** Every setting of a topic, in the order of the table. */
export function describeTopicConfigs(own: ConfigValues, layers: BrokerLayers): DescribedConfig[] {
  return Object.values<ConfigDefinition>(TOPIC_CONFIGS).map((definition) =>
    described(definition, topicValues(definition, own, layers), false),
  )
}

/** Every setting of the broker. */
export function describeBrokerConfigs(layers: BrokerLayers): DescribedConfig[] {
  return Object.values(BROKER_CONFIGS).map((definition) =>
    described(definition, brokerValues(definition, layers), definition.dynamic !== true),
  )
}

/** What has been altered for all brokers: Kafka's answer for the broker without a name. */
export function describeClusterConfigs(layers: BrokerLayers): DescribedConfig[] {
  return Object.entries(layers.cluster).flatMap(([name, value]) => {
    const definition = BROKER_CONFIGS[name]
    if (definition === undefined) return []
    return [described(definition, [{ name, value, source: 'dynamicDefault' }], false)]
  })
}

function described(
  definition: ConfigDefinition,
  synonyms: readonly LayeredValue[],
  readOnly: boolean,
): DescribedConfig {
  const strongest = synonyms[0] as LayeredValue
  return { definition, value: strongest.value, source: strongest.source, readOnly, synonyms }
}
