import { type Clocks, Fault, type LogPort, Refusal } from '@millrace/kernel'
import type { Log } from '@millrace/log'
import type { Groups } from '../groups/open.ts'
import type { ProducerChecks } from '../produce/checks.ts'
import { type IdStore, ProducerIds } from '../producers/ids.ts'
import { INTERNAL_TOPICS } from '../topics/name.ts'
import { storedRecords } from '../topics/stored-records.ts'
import type { Topics } from '../topics/topics.ts'
import { producerChecks } from './checks.ts'
import { TransactionCoordinator } from './coordinator.ts'
import { IdExpiration } from './expiration.ts'
import { TransactionJournal } from './journal.ts'
import { TransactionalOffsets } from './offsets.ts'
import { decodeTransaction } from './records.ts'
import { DEFAULT_TRANSACTION_SETTINGS, type TransactionSettings } from './settings.ts'

export interface TransactionOptions {
  readonly log: Log
  readonly clocks: Clocks
  readonly report: Pick<LogPort, 'warn'>
  readonly settings?: Partial<TransactionSettings>
  readonly topics: Topics
  readonly groups: Groups
  readonly idStore: IdStore
}

/** Producers and their transactions. */
export interface Transactions {
  readonly coordinator: TransactionCoordinator
  readonly offsets: TransactionalOffsets
  readonly checks: ProducerChecks
  readonly expiration: IdExpiration
  close(): void
}

/**
 * Reads the transactions back from the log and takes up its work. Those that were open get their whole time-out again.
 *
 * @throws Fault TRANSACTIONS_DAMAGED
 */
export async function openTransactions(options: TransactionOptions): Promise<Transactions> {
  const { log, clocks, report, topics, groups } = options
  const settings = { ...DEFAULT_TRANSACTION_SETTINGS, ...options.settings }
  const journal = new TransactionJournal({
    log,
    clock: clocks.domain,
    statePartitions: () => statePartitions(topics),
    partitionNumber: (topic, index) => topics.get(topic)?.partitions[index],
  })
  const coordinator = new TransactionCoordinator({
    clocks,
    log: report,
    ids: new ProducerIds(options.idStore),
    journal,
    settings,
    offsetsEnded: (producerId, commit, durable) => groups.offsets.endTransaction(producerId, commit, durable),
  })
  await restore(log, topics, coordinator)
  const { registry } = coordinator
  const expiration = new IdExpiration({ clocks, log: report, journal, registry, settings })
  const close = (): void => {
    coordinator.close()
    expiration.close()
  }
  const offsets = new TransactionalOffsets(coordinator, groups)
  return { coordinator, offsets, checks: producerChecks(registry), expiration, close }
}

/** In force when the call returns. It is durable before what is written next; if it never is, neither is that. */
function statePartitions(topics: Topics): readonly number[] {
  const name = INTERNAL_TOPICS.transactions
  if (topics.get(name) === undefined) topics.internal(name).catch(() => undefined)
  const topic = topics.get(name)
  if (topic === undefined) throw new Fault('TOPIC_NOT_MADE', `${name} cannot be made: the log takes nothing`)
  return topic.partitions
}

async function restore(log: Log, topics: Topics, { registry }: TransactionCoordinator): Promise<void> {
  const partitions = topics.get(INTERNAL_TOPICS.transactions)?.partitions ?? []
  for (const [index, number] of partitions.entries()) {
    const partition = log.partition(number)
    if (partition === undefined) continue
    try {
      for await (const stored of storedRecords(partition)) {
        const record = decodeTransaction(stored)
        if (record?.transaction !== undefined) registry.put(record.transaction)
        else if (record !== undefined) registry.drop(record.transactionalId)
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const where = `${INTERNAL_TOPICS.transactions}-${index} (partition ${number} of the log)`
      throw new Fault('TRANSACTIONS_DAMAGED', `${where}: ${error.message}: restore a backup`, { cause: error })
    }
  }
}
