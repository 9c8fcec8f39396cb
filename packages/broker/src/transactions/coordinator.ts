import { type Clocks, Fault, type LogPort, Refusal, messageOf } from '@millrace/kernel'
import type { ProducerIds } from '../producers/ids.ts'
import { addPartitions, partitionCount } from './add-partitions.ts'
import { end, expire } from './end.ts'
import { strangerTo } from './identify.ts'
import { init } from './init.ts'
import type { TransactionJournal } from './journal.ts'
import { type TransactionEntry, TransactionRegistry } from './registry.ts'
import type { TransactionSettings } from './settings.ts'
import {
  type PartitionName,
  type ProducerIdentity,
  type Transaction,
  type TransactionError,
  type Transition,
  newTransaction,
  refused,
} from './transaction.ts'

export interface CoordinatorPorts {
  readonly clocks: Clocks
  readonly log: Pick<LogPort, 'warn'>
  readonly ids: ProducerIds
  readonly journal: TransactionJournal
  readonly settings: TransactionSettings
  /** The offsets that the producer commits in its transaction become visible, or vanish. */
  readonly offsetsEnded: (producerId: number, commit: boolean, durable: Promise<void>) => void
}

export interface InitProducerRequest {
  /** null for a producer that is idempotent and nothing more. */
  readonly transactionalId: string | null
  readonly timeoutMs: number
  /** Who the producer thinks it is (InitProducerId v3). */
  readonly expected: ProducerIdentity | undefined
}

export type InitProducerReply =
  | { readonly error: 'NONE'; readonly producer: ProducerIdentity }
  | { readonly error: TransactionError }

/** A producer that speaks for a transactional id. */
export interface TransactionalProducer extends ProducerIdentity {
  readonly transactionalId: string
}

/**
 * The transaction coordinator: the shell around the transitions. It keeps every transactional id in memory, writes each
 * change, and answers when that is durable. Transitions take effect in the turn in which they are asked for: what one
 * connection asks for one after the other happens in that order.
 */
export class TransactionCoordinator {
  readonly registry: TransactionRegistry
  readonly #ports: CoordinatorPorts

  constructor(ports: CoordinatorPorts) {
    this.#ports = ports
    this.registry = new TransactionRegistry(ports.clocks.liveness, (entry) => this.#expire(entry))
  }

  /** InitProducerId. */
  async init(request: InitProducerRequest): Promise<InitProducerReply> {
    const { transactionalId, timeoutMs } = request
    try {
      if (transactionalId === null) return await this.#newProducer()
      if (transactionalId === '') return { error: 'INVALID_REQUEST' }
      if (timeoutMs <= 0 || timeoutMs > this.#ports.settings.maxTimeoutMs) {
        return { error: 'INVALID_TRANSACTION_TIMEOUT' }
      }
      return await this.#initTransactional(transactionalId, request)
    } catch (thrown) {
      return { error: failure(thrown) }
    }
  }

  /** AddPartitionsToTxn, and AddOffsetsToTxn with the group's partition of `__consumer_offsets`. */
  addPartitions(producer: TransactionalProducer, added: readonly PartitionName[]): Promise<TransactionError | 'NONE'> {
    return this.#change(producer, (transaction, now) => {
      const next = addPartitions(transaction, added, now)
      const isTooLarge =
        next.kind === 'changed' && partitionCount(next.transaction.partitions) > this.#ports.settings.partitionCount
      return isTooLarge ? refused('POLICY_VIOLATION') : next
    })
  }

  /** EndTxn. */
  end(producer: TransactionalProducer, commit: boolean): Promise<TransactionError | 'NONE'> {
    return this.#change(producer, (transaction, now) => end(transaction, commit, now))
  }

  close(): void {
    this.registry.close()
  }

  async #newProducer(): Promise<InitProducerReply> {
    const { id, durable } = this.#ports.ids.next()
    await durable
    return { error: 'NONE', producer: { id, epoch: 0 } }
  }

  async #initTransactional(transactionalId: string, request: InitProducerRequest): Promise<InitProducerReply> {
    const found = this.registry.find(transactionalId)?.transaction
    if (found === undefined && this.registry.size >= this.#ports.settings.idCount) return { error: 'POLICY_VIOLATION' }
    const now = this.#ports.clocks.domain.now()
    const nextId = (): number => this.#ports.ids.next().id
    const transaction = found ?? newTransaction(transactionalId, nextId(), now)
    const next = init(transaction, request, now, nextId)
    if (next.kind === 'refused') return next
    const { transaction: begun, settled } = this.#apply(next)
    const producer = { id: begun.producerId, epoch: begun.epoch }
    // The block that the id comes from was written before: what is written later is durable no earlier.
    await settled
    return { error: 'NONE', producer }
  }

  async #change(
    producer: TransactionalProducer,
    transition: (transaction: Transaction, now: number) => Transition,
  ): Promise<TransactionError | 'NONE'> {
    if (producer.transactionalId === '') return 'INVALID_REQUEST'
    const transaction = this.registry.find(producer.transactionalId)?.transaction
    const stranger = strangerTo(transaction, producer)
    if (transaction === undefined || stranger !== undefined) return stranger ?? 'INVALID_PRODUCER_ID_MAPPING'
    try {
      const next = transition(transaction, this.#ports.clocks.domain.now())
      if (next.kind === 'refused') return next.error
      await this.#apply(next).settled
      return 'NONE'
    } catch (thrown) {
      return failure(thrown)
    }
  }

  /** Writes what has changed, then lets it hold. When the log takes nothing, nothing has changed. */
  #apply(next: Exclude<Transition, { kind: 'refused' }>): { transaction: Transaction; settled: Promise<void> } {
    const { transaction } = next
    if (next.kind === 'changed') {
      const { durable } = this.#ports.journal.write(transaction.transactionalId, transaction, next.ending)
      const entry = this.registry.put(transaction)
      entry.settleWith(durable)
      if (next.ending !== undefined) this.#ports.offsetsEnded(next.ending.producer.id, next.ending.commit, durable)
    }
    return { transaction, settled: this.registry.find(transaction.transactionalId)?.settled ?? Promise.resolve() }
  }

  #expire(entry: TransactionEntry): void {
    const next = expire(entry.transaction, this.#ports.clocks.domain.now())
    if (next.kind !== 'changed') return
    const { transactionalId, timeoutMs } = entry.transaction
    try {
      this.#apply(next)
      this.#ports.log.warn({ transactionalId, timeoutMs }, 'a transaction took too long: aborted, its producer fenced')
    } catch (thrown) {
      this.registry.later(entry, this.#ports.settings.retryMs)
      this.#ports.log.warn({ transactionalId, reason: messageOf(thrown) }, 'a transaction took too long and stays open')
    }
  }
}

/** A fault may pass, so the client comes back; a frame that is too large does not get smaller. */
function failure(thrown: unknown): TransactionError {
  if (thrown instanceof Fault) return 'COORDINATOR_NOT_AVAILABLE'
  if (thrown instanceof Refusal) return 'UNKNOWN_SERVER_ERROR'
  throw thrown
}
