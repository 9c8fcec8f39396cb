import { type Ending, NO_EPOCH, NO_PARTITIONS, type Transaction, type Transition, refused } from './transaction.ts'

/** The producer commits or aborts (EndTxn). Said twice it is answered twice and done once. */
export function end(transaction: Transaction, commit: boolean, now: number): Transition {
  switch (transaction.state) {
    case 'Ongoing':
      return { kind: 'changed', ...ended(transaction, commit, now) }
    case 'CompleteCommit':
      return commit ? { kind: 'unchanged', transaction } : refused('INVALID_TXN_STATE')
    case 'CompleteAbort':
      return commit ? refused('INVALID_TXN_STATE') : { kind: 'unchanged', transaction }
    case 'Empty':
      return refused('INVALID_TXN_STATE')
  }
}

/** The open transaction took too long: it is aborted, and its producer fenced. */
export function expire(transaction: Transaction, now: number): Transition {
  if (transaction.state !== 'Ongoing') return { kind: 'unchanged', transaction }
  return { kind: 'changed', ...abortAndFence(transaction, now) }
}

/** The markers carry the next epoch, so that every partition refuses the producer from there on. */
export function abortAndFence(transaction: Transaction, now: number): { transaction: Transaction; ending: Ending } {
  return ended({ ...transaction, epoch: transaction.epoch + 1, lastEpoch: NO_EPOCH }, false, now)
}

function ended(transaction: Transaction, commit: boolean, now: number): { transaction: Transaction; ending: Ending } {
  const { producerId: id, epoch, partitions } = transaction
  const state = commit ? 'CompleteCommit' : 'CompleteAbort'
  return {
    transaction: { ...transaction, state, partitions: NO_PARTITIONS, updatedAt: now },
    ending: { commit, producer: { id, epoch }, partitions },
  }
}
