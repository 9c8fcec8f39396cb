import type { Log } from '@millrace/log'
import type { Catalogue } from '../topics/catalogue.ts'
import type { Topic } from '../topics/topic.ts'
import { BROKER_CONFIGS, type BrokerConfigName } from './broker-definitions.ts'
import { checkDynamicBrokerConfigs, checkStaticBrokerConfigs, checkTopicConfigs } from './check.ts'
import type { ConfigDefinition } from './definition.ts'
import {
  type DescribedConfig,
  describeBrokerConfigs,
  describeClusterConfigs,
  describeTopicConfigs,
} from './describe.ts'
import { type BrokerLayers, type ConfigValues, brokerValues, topicValues } from './layers.ts'
import { type ConfigOperation, operated } from './operations.ts'
import { type BrokerSettings, staticConfigs } from './settings.ts'
import { TOPIC_CONFIGS } from './topic-definitions.ts'
import { type TopicSettings, topicSettings } from './topic-settings.ts'

/** Which of a broker's settings are meant: this node's, or those of all nodes. */
export type BrokerScope = 'node' | 'cluster'

/** The settings of the broker and of its topics: what is set, what follows, and what the log is told of it. */
export class Configs {
  readonly #catalogue: Catalogue
  readonly #log: Log
  readonly #static: ConfigValues
  #settings = new WeakMap<Topic, TopicSettings>()

  /** @throws Refusal INVALID_CONFIG when a setting given at start is unknown or has a bad value. */
  constructor(catalogue: Catalogue, log: Log, settings: BrokerSettings) {
    this.#catalogue = catalogue
    this.#log = log
    this.#static = staticConfigs(settings)
    checkStaticBrokerConfigs(this.#static)
  }

  get layers(): BrokerLayers {
    const { node, cluster } = this.#catalogue.brokerConfigs
    return { node, cluster, static: this.#static }
  }

  /** A topic's settings, resolved; kept until they change. */
  settingsOf(topic: Topic): TopicSettings {
    const known = this.#settings.get(topic)
    if (known !== undefined) return known
    const settings = topicSettings(topic.configs, this.layers)
    this.#settings.set(topic, settings)
    return settings
  }

  /** One of the broker's own settings as a number. */
  number(name: BrokerConfigName): number {
    return Number(this.#text(name))
  }

  /** One of the broker's own settings as yes or no. */
  flag(name: BrokerConfigName): boolean {
    return this.#text(name).toLowerCase() === 'true'
  }

  /** @throws Refusal INVALID_CONFIG */
  checkTopic(values: ConfigValues): void {
    checkTopicConfigs(values, this.layers)
  }

  /** A topic's own values after some operations. @throws Refusal INVALID_CONFIG */
  operatedTopic(topic: Pick<Topic, 'configs'>, operations: readonly ConfigOperation[]): ConfigValues {
    return operated(topic.configs, operations, TOPIC_CONFIGS, (name) => {
      const definition: ConfigDefinition = TOPIC_CONFIGS[name as keyof typeof TOPIC_CONFIGS]
      return topicValues(definition, topic.configs, this.layers)[0]?.value ?? null
    })
  }

  /** A broker's values of one scope after some operations. @throws Refusal INVALID_CONFIG */
  operatedBroker(scope: BrokerScope, operations: readonly ConfigOperation[]): ConfigValues {
    return operated(this.layers[scope], operations, BROKER_CONFIGS, (name) => {
      const definition = BROKER_CONFIGS[name] as ConfigDefinition
      return brokerValues(definition, this.layers)[0]?.value ?? null
    })
  }

  /** @throws Refusal INVALID_CONFIG, INVALID_REQUEST */
  checkBroker(values: ConfigValues): void {
    checkDynamicBrokerConfigs(values)
  }

  /**
   * Replaces what has been altered in one scope, and tells the log of what follows for each topic. Resolves when that
   * is durable.
   *
   * @throws Refusal INVALID_CONFIG, INVALID_REQUEST
   */
  async alterBroker(scope: BrokerScope, values: ConfigValues): Promise<void> {
    this.checkBroker(values)
    const durable = this.#catalogue.put({ kind: 'configs', scope, values })
    this.#settings = new WeakMap()
    for (const topic of this.#catalogue.topics()) this.apply(topic)
    await durable
  }

  /** Tells the log how a topic's partitions are kept. */
  apply(topic: Topic): void {
    const settings = this.settingsOf(topic)
    for (const number of topic.partitions) this.#log.configure(number, settings)
  }

  describeTopic(own: ConfigValues): DescribedConfig[] {
    return describeTopicConfigs(own, this.layers)
  }

  describeBroker(scope: BrokerScope): DescribedConfig[] {
    return scope === 'node' ? describeBrokerConfigs(this.layers) : describeClusterConfigs(this.layers)
  }

  #text(name: BrokerConfigName): string {
    return brokerValues(BROKER_CONFIGS[name] as ConfigDefinition, this.layers)[0]?.value ?? ''
  }
}
