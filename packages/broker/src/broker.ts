import type { BatchSource, Clocks, LogPort, Random } from '@millrace/kernel'
import type { Log } from '@millrace/log'
import { type Epochs, openEpochs } from './blocks/epochs.ts'
import { LogSource } from './blocks/log-source.ts'
import { Configs } from './configs/configs.ts'
import { type BrokerSettings, DEFAULT_SETTINGS } from './configs/settings.ts'
import { Fetch } from './fetch/fetch.ts'
import { FetchSessions } from './fetch/sessions.ts'
import { configuredGroupSettings } from './groups/configured.ts'
import { type Groups, openGroups } from './groups/open.ts'
import { offsetsTopic } from './offsets/offsets-topic.ts'
import { Produce } from './produce/produce.ts'
import { openCatalogue } from './topics/catalogue.ts'
import { deleteRecords } from './topics/delete-records.ts'
import type { Topic } from './topics/topic.ts'
import { Topics } from './topics/topics.ts'
import { type Transactions, openTransactions } from './transactions/open.ts'
import { configuredTransactionSettings } from './transactions/settings.ts'
import { NO_VOLUME, type Volume } from './volume.ts'

export interface BrokerOptions {
  readonly log: Log
  readonly clocks: Clocks
  readonly random: Random
  readonly settings?: Partial<BrokerSettings>
  /** Where the log lies; left out for one in memory. */
  readonly volume?: Volume | undefined
  /** Where warnings go; nowhere when left out. */
  readonly report?: Pick<LogPort, 'warn'>
}

/** Everything that a broker does, without a protocol: `kafka`, `flink` and `events` work on it (decisions.md, D5). */
export interface Broker {
  /** 22 characters, the same for the life of the data directory. */
  readonly clusterId: string
  readonly settings: BrokerSettings
  readonly volume: Volume
  readonly topics: Topics
  readonly configs: Configs
  readonly produce: Produce
  readonly fetch: Fetch
  readonly fetchSessions: FetchSessions
  readonly groups: Groups
  readonly transactions: Transactions
  /** Records in blocks, for cores and their workers (decisions.md, D6). */
  readonly newSource: () => BatchSource
  /** Where jobs stand, and the sinks that move them on. */
  readonly epochs: Epochs
  /** Deletes records before an offset; gives the first offset afterwards. */
  readonly deleteRecords: (topic: Topic, index: number, before: number) => Promise<number>
  /** Stops what runs by itself; the log stays open. */
  close(): void
}

/**
 * A broker over a log: reads the catalogue and what the coordinators have kept there.
 *
 * @throws Refusal INVALID_CONFIG (settings); Fault CATALOGUE_FORMAT, CATALOGUE_DAMAGED, OFFSETS_DAMAGED,
 *   TRANSACTIONS_DAMAGED
 */
export async function openBroker(options: BrokerOptions): Promise<Broker> {
  const { log, random, clocks } = options
  const settings = { ...DEFAULT_SETTINGS, ...options.settings }
  const report = options.report ?? { warn: () => undefined }
  const catalogue = await openCatalogue({ log, clocks, random })
  const configs = new Configs(catalogue, log, settings)
  const topics = new Topics({ log, random, catalogue, configs, settings, report })
  const groups = await openGroups({
    log,
    clocks,
    random,
    report,
    settings: configuredGroupSettings(configs),
    topics,
    offsetsTopic: offsetsTopic(topics),
  })
  const transactions = await openTransactions({
    log,
    clocks,
    report,
    settings: configuredTransactionSettings(configs),
    topics,
    groups,
    idStore: catalogue,
  })
  topics.onChange(({ kind, topic }) => {
    if (kind === 'deleted') groups.offsets.forgetTopic(topic.name)
  })
  return {
    clusterId: catalogue.clusterId,
    settings,
    volume: options.volume ?? NO_VOLUME,
    topics,
    configs,
    produce: new Produce({ log, clocks, topics, settings, checks: transactions.checks }),
    fetch: new Fetch({ clocks, topics, configs }),
    fetchSessions: new FetchSessions({
      clock: clocks.liveness,
      random,
      slots: () => configs.number('max.incremental.fetch.session.cache.slots'),
    }),
    newSource: () => new LogSource(topics),
    epochs: await openEpochs({ log, clocks, topics }),
    deleteRecords: (topic, index, before) => deleteRecords({ log, topics }, topic, index, before),
    groups,
    transactions,
    close: () => {
      transactions.close()
      groups.close()
    },
  }
}
