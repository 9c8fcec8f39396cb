import type { ProducerBatch, ProducerEntry } from '../contract.ts'
import type { BatchHeader } from '../batch/header.ts'
import { readMarker } from '../batch/marker.ts'
import type { TransactionIndex } from './transaction-index.ts'

/** Kafka's idempotence window: what may be sent again without doubling. */
export const WINDOW_BATCHES = 5

interface State {
  readonly producerId: number
  epoch: number
  batches: readonly ProducerBatch[]
  transactionStart: number | undefined
  coordinatorEpoch: number
  lastTimestamp: number
}

/**
 * What a partition knows of its producers: a reducer over batch headers (and the one record of a control batch), the
 * same in live appends and in replay. Sequences are not judged here; the broker has done that before it appends.
 */
export class ProducerStates {
  readonly #states = new Map<number, State>()
  readonly #transactions: TransactionIndex

  constructor(transactions: TransactionIndex) {
    this.#transactions = transactions
  }

  /** Takes in a batch that has been stamped with its offset. */
  apply(header: BatchHeader): void {
    const { producerId } = header
    if (producerId < 0) return
    const state = this.#stateOf(producerId, header.producerEpoch)
    if (header.isControl) this.#applyMarker(state, header)
    else this.#applyBatch(state, header)
    state.lastTimestamp = header.maxTimestamp
  }

  get(producerId: number): ProducerEntry | undefined {
    return this.#states.get(producerId)
  }

  all(): readonly ProducerEntry[] {
    return [...this.#states.values()]
  }

  get size(): number {
    return this.#states.size
  }

  /** Forgets producers without an open transaction that have been silent since before `timestamp`. */
  expire(timestamp: number): void {
    for (const [id, state] of this.#states) {
      if (state.transactionStart === undefined && state.lastTimestamp < timestamp) this.#states.delete(id)
    }
  }

  /** Puts back an entry from a checkpoint. */
  restore(entry: ProducerEntry): void {
    this.#states.set(entry.producerId, { ...entry })
    if (entry.transactionStart !== undefined) this.#transactions.begin(entry.producerId, entry.transactionStart)
  }

  #stateOf(producerId: number, epoch: number): State {
    let state = this.#states.get(producerId)
    if (state === undefined) {
      state = { producerId, epoch, batches: [], transactionStart: undefined, coordinatorEpoch: -1, lastTimestamp: -1 }
      this.#states.set(producerId, state)
    } else if (state.epoch !== epoch) {
      state.epoch = epoch
      state.batches = []
    }
    return state
  }

  #applyBatch(state: State, header: BatchHeader): void {
    const batch: ProducerBatch = {
      firstSequence: header.baseSequence,
      lastSequence: header.lastSequence,
      firstOffset: header.baseOffset,
      lastOffset: header.lastOffset,
      timestamp: header.maxTimestamp,
    }
    state.batches = [...state.batches.slice(1 - WINDOW_BATCHES), batch]
    if (header.isTransactional && state.transactionStart === undefined) {
      state.transactionStart = batch.firstOffset
      this.#transactions.begin(state.producerId, batch.firstOffset)
    }
  }

  #applyMarker(state: State, header: BatchHeader): void {
    const marker = readMarker(header)
    if (marker === undefined) return
    state.coordinatorEpoch = marker.coordinatorEpoch
    if (state.transactionStart === undefined) return
    state.transactionStart = undefined
    this.#transactions.end(state.producerId, header.baseOffset, !marker.commit)
  }
}
