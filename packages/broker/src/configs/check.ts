import { Refusal } from '@millrace/kernel'
import { BROKER_CONFIGS } from './broker-definitions.ts'
import { checkConfigValue } from './definition.ts'
import { type BrokerLayers, type ConfigValues } from './layers.ts'
import { TOPIC_CONFIGS } from './topic-definitions.ts'
import { topicSettings } from './topic-settings.ts'

/**
 * Checks all that a topic sets, each value and how they go together (Kafka's `LogConfig.validate`).
 *
 * @throws Refusal INVALID_CONFIG that names the setting, and what would be right.
 */
export function checkTopicConfigs(own: ConfigValues, layers: BrokerLayers): void {
  for (const [name, value] of Object.entries(own)) {
    const definition = definitionIn(TOPIC_CONFIGS, name)
    if (definition === undefined) throw new Refusal('INVALID_CONFIG', `Unknown topic config name: ${name}`)
    checkConfigValue(definition, value)
  }
  const { minCompactionLagMs, maxCompactionLagMs } = topicSettings(own, layers)
  if (minCompactionLagMs > maxCompactionLagMs) {
    throw new Refusal(
      'INVALID_CONFIG',
      `conflict topic config setting min.compaction.lag.ms (${minCompactionLagMs}) > max.compaction.lag.ms (${maxCompactionLagMs})`,
    )
  }
  if (own['remote.storage.enable']?.toLowerCase() === 'true') {
    throw new Refusal(
      'INVALID_CONFIG',
      'Tiered Storage functionality is disabled in the broker. Topic cannot be configured with remote log storage.',
    )
  }
}

/**
 * Checks settings for a running broker.
 *
 * @throws Refusal INVALID_REQUEST when one is given at start only; INVALID_CONFIG for an unknown name or a bad value.
 */
export function checkDynamicBrokerConfigs(values: ConfigValues): void {
  for (const [name, value] of Object.entries(values)) {
    const definition = definitionIn(BROKER_CONFIGS, name)
    if (definition === undefined) throw new Refusal('INVALID_CONFIG', `Unknown broker config name: ${name}`)
    if (definition.dynamic !== true) {
      throw new Refusal(
        'INVALID_REQUEST',
        `Cannot update these configs dynamically: ${name} is given when the broker starts`,
      )
    }
    checkConfigValue(definition, value)
  }
}

/**
 * Checks settings that are given at start.
 *
 * @throws Refusal INVALID_CONFIG
 */
export function checkStaticBrokerConfigs(values: ConfigValues): void {
  for (const [name, value] of Object.entries(values)) {
    const definition = definitionIn(BROKER_CONFIGS, name)
    if (definition === undefined) throw new Refusal('INVALID_CONFIG', `Unknown broker config name: ${name}`)
    checkConfigValue(definition, value)
  }
}

/** Names come from clients: `constructor` is not a setting. */
function definitionIn<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
