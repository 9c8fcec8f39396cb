import { BROKER_CONFIGS } from './broker-definitions.ts'
import type { ConfigDefinition } from './definition.ts'

/** Where a value comes from; the numbers are those of DescribeConfigs (KIP-226). */
export const CONFIG_SOURCES = {
  topic: 1,
  dynamicBroker: 2,
  dynamicDefault: 3,
  staticBroker: 4,
  default: 5,
} as const

export type ConfigSource = keyof typeof CONFIG_SOURCES

/** Values that have been set, by name. */
export type ConfigValues = Readonly<Record<string, string>>

/** What stands behind a topic's own values, strongest first. */
export interface BrokerLayers {
  /** Altered on a running broker, for this node. */
  readonly node: ConfigValues
  /** Altered on a running broker, for all nodes. */
  readonly cluster: ConfigValues
  /** Given at start. */
  readonly static: ConfigValues
}

/** One layer's value, under the name that it has there. */
export interface LayeredValue {
  readonly name: string
  readonly value: string | null
  readonly source: ConfigSource
}

/** A broker's setting in every layer that sets it, strongest first; the last is the default. */
export function brokerValues(definition: ConfigDefinition, layers: BrokerLayers): readonly LayeredValue[] {
  const { name } = definition
  const set = (value: string | undefined, source: ConfigSource): LayeredValue[] =>
    value === undefined ? [] : [{ name, value, source }]
  return [
    ...set(layers.node[name], 'dynamicBroker'),
    ...set(layers.cluster[name], 'dynamicDefault'),
    ...set(layers.static[name], 'staticBroker'),
    { name, value: definition.default, source: 'default' },
  ]
}

/** A topic's setting in every layer that sets it, strongest first; the last is the default. */
export function topicValues(
  definition: ConfigDefinition,
  own: ConfigValues,
  layers: BrokerLayers,
): readonly LayeredValue[] {
  const { name, synonym } = definition
  const behind: readonly LayeredValue[] =
    synonym === undefined
      ? [{ name, value: definition.default, source: 'default' }]
      : brokerValues(BROKER_CONFIGS[synonym] as ConfigDefinition, layers)
  const value = own[name]
  return value === undefined ? behind : [{ name, value, source: 'topic' }, ...behind]
}
