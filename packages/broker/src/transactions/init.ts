import { abortAndFence } from './end.ts'
import {
  NO_EPOCH,
  NO_PARTITIONS,
  type ProducerIdentity,
  type Transaction,
  type Transition,
  isExhausted,
  refused,
} from './transaction.ts'

export interface InitRequest {
  readonly timeoutMs: number
  /** Who the producer thinks it is, when it asks to go on after an error (KIP-360). */
  readonly expected: ProducerIdentity | undefined
}

/**
 * A producer introduces itself (InitProducerId): it gets an epoch that fences all before it. A transaction that an
 * earlier one left open is aborted with an epoch in between, in the same step. `nextId` is asked when the epochs of
 * the producer id are used up.
 */
export function init(transaction: Transaction, request: InitRequest, now: number, nextId: () => number): Transition {
  const { expected } = request
  if (expected !== undefined && !mayGoOn(transaction, expected)) return refused('PRODUCER_FENCED')
  if (transaction.state === 'Ongoing') return initAfterAbort(transaction, request, now, nextId)
  const empty = { ...transaction, ...EMPTY, timeoutMs: request.timeoutMs, updatedAt: now }
  if (isExhausted(transaction.epoch) && (expected === undefined || expected.epoch === transaction.epoch)) {
    const lastEpoch = expected === undefined ? NO_EPOCH : transaction.epoch
    const identity = { producerId: nextId(), previousProducerId: transaction.producerId, epoch: 0, lastEpoch }
    return { kind: 'changed', transaction: { ...empty, ...identity } }
  }
  const epochs = nextEpochs(transaction, expected)
  return epochs === undefined ? refused('PRODUCER_FENCED') : { kind: 'changed', transaction: { ...empty, ...epochs } }
}

const EMPTY = { state: 'Empty', partitions: NO_PARTITIONS, startedAt: -1 } as const

/** The id is its own, or the one before, whose last answer it may have missed. */
function mayGoOn(transaction: Transaction, expected: ProducerIdentity): boolean {
  if (transaction.epoch === NO_EPOCH || expected.id === transaction.producerId) return true
  return expected.id === transaction.previousProducerId && isExhausted(expected.epoch)
}

/** Whoever speaks of an epoch that is over does not abort what its successor has begun. */
function initAfterAbort(transaction: Transaction, request: InitRequest, now: number, nextId: () => number): Transition {
  const { expected } = request
  if (expected !== undefined && expected.epoch !== transaction.epoch) return refused('PRODUCER_FENCED')
  const aborted = abortAndFence(transaction, now)
  const { epoch } = aborted.transaction
  if (expected !== undefined && !isExhausted(epoch)) {
    // Who goes on takes the epoch of the markers, which nobody else knows: the second call of Kafka's clients gets it.
    const begun = { ...aborted.transaction, ...EMPTY, timeoutMs: request.timeoutMs, lastEpoch: expected.epoch }
    return { kind: 'changed', transaction: begun, ending: aborted.ending }
  }
  const begun = init(aborted.transaction, { ...request, expected: undefined }, now, nextId)
  return begun.kind === 'changed' ? { ...begun, ending: aborted.ending } : begun
}

function nextEpochs(
  { epoch, lastEpoch, producerId, previousProducerId }: Transaction,
  expected: ProducerIdentity | undefined,
): Pick<Transaction, 'epoch' | 'lastEpoch'> | undefined {
  if (expected === undefined) return { epoch: epoch + 1, lastEpoch: NO_EPOCH }
  if (epoch === NO_EPOCH || (expected.id === producerId && expected.epoch === epoch)) {
    return { epoch: epoch + 1, lastEpoch: epoch }
  }
  // The same call again: its first answer was lost.
  const isRepeated = expected.epoch === lastEpoch && (expected.id === producerId || expected.id === previousProducerId)
  return isRepeated ? { epoch, lastEpoch } : undefined
}
