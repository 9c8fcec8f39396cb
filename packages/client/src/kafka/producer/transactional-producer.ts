import { Fault } from '@millrace/kernel'
import type { OutputRecord, Position } from '../../topic/record.ts'
import type { Cluster } from '../cluster.ts'
import type { Connections } from '../connections.ts'
import { kafkaFault } from '../failures.ts'
import { Identity } from './identity.ts'
import type { Batch } from './partition-queue.ts'
import { Outbox, closed, type ProducerOptions } from './producer.ts'
import { Coordination, type GroupPosition } from './coordination.ts'

export interface TransactionalOptions extends ProducerOptions {
  /** After this long, ms, the broker aborts a transaction that hangs; 60,000 by default. */
  readonly transactionTimeoutMs?: number
}

/** What belongs to one transaction. */
export interface Transaction {
  /** As `KafkaProducer.send`; readers with read_committed see the record after the commit. */
  send(record: OutputRecord): Promise<Position>
  /** The same, for who waits for the end of the transaction only: cheaper by a few promises a record. */
  post(record: OutputRecord): void
  /** Makes the group's offsets part of the transaction; refused when the member is no longer of the group's generation. */
  commitOffsets(group: GroupPosition): Promise<void>
}

/** Writes atomically. The newest holder of a transactional id fences the older ones. */
export interface TransactionalProducer {
  /**
   * Runs `work` in a transaction: committed when it resolves and everything sent in it is written, aborted otherwise.
   * Calls queue behind one another.
   *
   * @throws what `work` threw; Fault PRODUCER_FENCED or INVALID_PRODUCER_EPOCH when another producer has taken over: this
   *   one is of no use any more; another Fault when it was aborted, or when the commit was not answered (`UNCERTAIN_COMMIT`).
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  /** Takes the id over now, which fences older holders and ends what they left open, rather than with the first transaction. */
  claim(): Promise<void>
  readonly fenced: boolean
  close(): Promise<void>
}

const TRANSACTION_TIMEOUT_MS = 60_000

/** @see TransactionalProducer */
export class TransactionalKafkaProducer implements TransactionalProducer {
  readonly #id: string
  readonly #connections: Connections
  readonly #coordination: Coordination
  readonly #outbox: Outbox
  #identity: Promise<Identity> | undefined
  #known: Identity | undefined
  #stale = false
  #fault: Fault | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(cluster: Cluster, id: string, options: TransactionalOptions) {
    this.#id = id
    this.#connections = cluster.connections()
    const timeout = options.transactionTimeoutMs ?? TRANSACTION_TIMEOUT_MS
    this.#coordination = new Coordination(cluster, this.#connections, id, timeout)
    const deliveryTimeoutMs = Math.min(options.deliveryTimeoutMs ?? timeout, timeout)
    this.#outbox = new Outbox(
      cluster,
      { ...options, deliveryTimeoutMs },
      {
        transactionalId: id,
        identity: () => this.#claimed(),
        renew: () => {
          this.#stale = true
        },
        fenced: (fault) => {
          this.#fault = fault
        },
        enlist: async (batches: readonly Batch[]) => this.#coordination.enlist(await this.#claimed(), batches),
      },
    )
  }

  get fenced(): boolean {
    return this.#fault !== undefined
  }

  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const turn = this.#turn.then(() => this.#run(work))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async claim(): Promise<void> {
    await this.#claimed()
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#turn
    await this.#outbox.close()
    await this.#connections.close()
  }

  async #run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    if (this.#closed) throw closed()
    if (this.#fault !== undefined) throw this.#fault
    const identity = await this.#fresh()
    const failures: unknown[] = []
    const noted = <R>(result: Promise<R>): Promise<R> => {
      result.catch((error: unknown) => failures.push(error))
      return result
    }
    try {
      const value = await work({
        send: (record) => noted(this.#outbox.send(record)),
        post: (record) => this.#outbox.post(record, (error) => failures.push(error)),
        commitOffsets: (group) => noted(this.#guard(this.#coordination.commitOffsets(identity, group))),
      })
      await this.#outbox.flushed()
      if (failures.length > 0) throw failures[0]
      await this.#guard(this.#coordination.end(identity, true))
      return value
    } catch (error) {
      await this.#abort(identity, error)
      throw error
    }
  }

  /** Leaves nothing of the transaction behind: neither records in the queue nor an open transaction at the broker. */
  async #abort(identity: Identity, reason: unknown): Promise<void> {
    if (this.#fault !== undefined) return
    this.#outbox.drop(new Fault('TRANSACTION_ABORTED', `the transaction of ${this.#id} is aborted`, { cause: reason }))
    await this.#outbox.flushed()
    if (reason instanceof Fault) this.#stale = true
    if (!this.#stale) await this.#guard(this.#coordination.end(identity, false)).catch(() => (this.#stale = true))
    // Taking the id anew ends the open transaction and fences requests that are still on their way.
    if (this.#stale) await this.#fresh().catch(() => (this.#stale = true))
  }

  #claimed(): Promise<Identity> {
    this.#identity ??= this.#guard(this.#coordination.claim(this.#known)).then(
      (identity) => (this.#known = identity),
      (error: unknown) => {
        this.#identity = undefined
        throw error
      },
    )
    return this.#identity
  }

  async #fresh(): Promise<Identity> {
    if (this.#stale) {
      this.#stale = false
      this.#identity = undefined
    }
    return this.#claimed()
  }

  async #guard<T>(result: Promise<T>): Promise<T> {
    try {
      return await result
    } catch (error) {
      if (error instanceof Fault && this.#coordination.isFencing(error.code)) {
        this.#fault = kafkaFault(error.code, `another producer has taken over ${this.#id}`)
        this.#outbox.fail(this.#fault)
        throw this.#fault
      }
      throw error
    }
  }
}
