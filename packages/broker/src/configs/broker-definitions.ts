import { type ConfigDefinition, definitionTable } from './definition.ts'
import { TOPIC_CONFIGS } from './topic-definitions.ts'

const LARGEST_INT = String(2 ** 31 - 1)

/**
 * The broker's own settings, by Kafka's names: given at start (`BrokerSettings.properties`), some changed while it
 * runs. The defaults of topics' settings come behind them, from the table of topics' settings.
 */
const OWN_CONFIGS = definitionTable([
  {
    name: 'broker.id',
    type: 'int',
    default: '1',
    atLeast: 0,
    doc: 'The number by which clients know this broker.',
  },
  { name: 'node.id', type: 'int', default: '1', atLeast: 0, doc: 'The same number, by its newer name.' },
  {
    name: 'num.partitions',
    type: 'int',
    default: '1',
    atLeast: 1,
    doc: 'How many partitions a topic gets when nobody says.',
  },
  {
    name: 'default.replication.factor',
    type: 'int',
    default: '1',
    atLeast: 1,
    atMost: 1,
    doc: 'How many copies a topic gets when nobody says. There is one copy here.',
  },
  {
    name: 'auto.create.topics.enable',
    type: 'boolean',
    default: 'true',
    doc: 'Whether asking for a topic that does not exist makes it.',
  },
  { name: 'delete.topic.enable', type: 'boolean', default: 'true', doc: 'Whether topics may be deleted.' },
  {
    name: 'offsets.topic.num.partitions',
    type: 'int',
    default: '1',
    atLeast: 1,
    doc: 'Partitions of __consumer_offsets. One, not the 50 of Kafka: there is one coordinator.',
  },
  {
    name: 'offset.metadata.max.bytes',
    type: 'int',
    default: '4096',
    doc: 'Longest text that may be committed with an offset.',
  },
  {
    name: 'offsets.retention.minutes',
    type: 'int',
    default: '10080',
    atLeast: 1,
    doc: 'How long the offsets of an empty group are kept.',
  },
  {
    name: 'group.initial.rebalance.delay.ms',
    type: 'int',
    default: '100',
    atLeast: 0,
    doc: 'How long a new group waits for more members before its first assignment. Kafka waits 3000.',
  },
  {
    name: 'group.min.session.timeout.ms',
    type: 'int',
    default: '6000',
    atLeast: 0,
    doc: 'Shortest session time-out that a member may ask for.',
  },
  {
    name: 'group.max.session.timeout.ms',
    type: 'int',
    default: '1800000',
    atLeast: 0,
    doc: 'Longest session time-out that a member may ask for.',
  },
  {
    name: 'group.max.size',
    type: 'int',
    default: LARGEST_INT,
    atLeast: 1,
    doc: 'How many members a group may have.',
  },
  {
    name: 'transaction.state.log.num.partitions',
    type: 'int',
    default: '1',
    atLeast: 1,
    doc: 'Partitions of __transaction_state. One, not the 50 of Kafka: there is one coordinator.',
  },
  {
    name: 'transaction.max.timeout.ms',
    type: 'int',
    default: '900000',
    atLeast: 1,
    doc: 'Longest transaction time-out that a producer may ask for.',
  },
  {
    name: 'transactional.id.expiration.ms',
    type: 'int',
    default: '604800000',
    atLeast: 1,
    doc: 'How long a transactional id is remembered after its last transaction.',
  },
  {
    name: 'producer.id.expiration.ms',
    type: 'int',
    default: '86400000',
    atLeast: 1,
    doc: 'How long a partition remembers the sequence numbers of a producer that has fallen silent.',
    dynamic: true,
  },
  {
    name: 'fetch.max.bytes',
    type: 'int',
    default: '57671680',
    atLeast: 1024,
    doc: 'The most that one fetch is answered with, whatever it asks for.',
  },
  {
    name: 'max.incremental.fetch.session.cache.slots',
    type: 'int',
    default: '1000',
    atLeast: 0,
    doc: 'How many fetch sessions are kept.',
  },
])

export type BrokerConfigName = keyof typeof OWN_CONFIGS

/** All settings that DescribeConfigs shows for the broker. */
export const BROKER_CONFIGS: Readonly<Record<string, ConfigDefinition>> = { ...OWN_CONFIGS, ...topicDefaults() }

/** A topic's setting under the broker's name for it, which a running broker takes. */
function topicDefaults(): Record<string, ConfigDefinition> {
  const definitions = Object.values<ConfigDefinition>(TOPIC_CONFIGS).flatMap((definition) => {
    const { synonym, ...rest } = definition
    return synonym === undefined ? [] : [{ ...rest, name: synonym, dynamic: true }]
  })
  return Object.fromEntries(definitions.map((definition) => [definition.name, definition]))
}
