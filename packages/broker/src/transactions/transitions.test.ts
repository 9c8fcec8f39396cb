import { describe, expect, it } from 'vitest'
import { addPartitions } from './add-partitions.ts'
import { end, expire } from './end.ts'
import { type InitRequest, init } from './init.ts'
import { type ProducerIdentity, type Transaction, type Transition, newTransaction } from './transaction.ts'

const NOW = 1000
const LAST_EPOCH = 32766

const fresh = newTransaction('t', 7, 0)
const begun: Transaction = { ...fresh, epoch: 3, timeoutMs: 60_000 }
const orders = { topic: 'orders', partition: 1 }
const open: Transaction = {
  ...begun,
  state: 'Ongoing',
  startedAt: 500,
  partitions: new Map([['orders', new Set([1])]]),
}

const request = (expected?: ProducerIdentity): InitRequest => ({ timeoutMs: 60_000, expected })
const initialised = (transaction: Transaction, expected?: ProducerIdentity): Transition =>
  init(transaction, request(expected), NOW, () => 8)

describe('a producer that introduces itself', () => {
  it('gets epoch 0 when its transactional id is new', () => {
    expect(initialised(fresh)).toMatchObject({
      kind: 'changed',
      transaction: { producerId: 7, epoch: 0, state: 'Empty' },
    })
  })

  it('gets the next epoch, which fences the one before (T2)', () => {
    expect(initialised(begun)).toMatchObject({ transaction: { producerId: 7, epoch: 4, lastEpoch: -1 } })
  })

  it('goes on with its own id and epoch after an error', () => {
    expect(initialised(begun, { id: 7, epoch: 3 })).toMatchObject({ transaction: { epoch: 4, lastEpoch: 3 } })
  })

  it('gets the same answer when it asks again because the first was lost', () => {
    const bumped = { ...begun, epoch: 4, lastEpoch: 3 }
    expect(initialised(bumped, { id: 7, epoch: 3 })).toMatchObject({ transaction: { epoch: 4, lastEpoch: 3 } })
  })

  it.each([
    ['an older epoch', { id: 7, epoch: 1 }],
    ['a newer epoch', { id: 7, epoch: 9 }],
    ['another id', { id: 6, epoch: 3 }],
  ])('is fenced with %s', (_, expected) => {
    expect(initialised(begun, expected)).toEqual({ kind: 'refused', error: 'PRODUCER_FENCED' })
  })

  it('gets another id when the epochs of its own are used up, and may ask for it twice', () => {
    const exhausted = { ...begun, epoch: LAST_EPOCH }
    const rotated = initialised(exhausted, { id: 7, epoch: LAST_EPOCH })
    expect(rotated).toMatchObject({ transaction: { producerId: 8, epoch: 0, previousProducerId: 7 } })
    const { transaction } = rotated as Extract<Transition, { kind: 'changed' }>
    expect(initialised(transaction, { id: 7, epoch: LAST_EPOCH })).toMatchObject({
      transaction: { producerId: 8, epoch: 0 },
    })
    expect(initialised(exhausted)).toMatchObject({ transaction: { producerId: 8, epoch: 0 } })
  })

  it('aborts what an earlier one left open with an epoch in between, in the same step (T1)', () => {
    expect(initialised(open)).toMatchObject({
      transaction: { epoch: 5, state: 'Empty', partitions: new Map() },
      ending: { commit: false, producer: { id: 7, epoch: 4 }, partitions: open.partitions },
    })
  })

  it('takes the epoch of the abort itself when it goes on after an error with its transaction open', () => {
    expect(initialised(open, { id: 7, epoch: 3 })).toMatchObject({
      transaction: { state: 'Empty', epoch: 4, lastEpoch: 3 },
      ending: { commit: false, producer: { id: 7, epoch: 4 } },
    })
  })

  it('gets another id where fencing the transaction left open takes the last epoch', () => {
    expect(initialised({ ...open, epoch: LAST_EPOCH })).toMatchObject({
      transaction: { producerId: 8, epoch: 0 },
      ending: { producer: { id: 7, epoch: LAST_EPOCH + 1 } },
    })
  })

  it('does not abort the transaction of its successor', () => {
    expect(initialised(open, { id: 7, epoch: 2 })).toEqual({ kind: 'refused', error: 'PRODUCER_FENCED' })
  })
})

describe('partitions of a transaction', () => {
  it.each(['Empty', 'CompleteCommit', 'CompleteAbort'] as const)('open one after %s', (state) => {
    expect(addPartitions({ ...begun, state }, [orders], NOW)).toMatchObject({
      transaction: { state: 'Ongoing', startedAt: NOW, partitions: new Map([['orders', new Set([1])]]) },
    })
  })

  it('join those that are there, and the start stays', () => {
    expect(addPartitions(open, [{ topic: 'orders', partition: 2 }], NOW)).toMatchObject({
      transaction: { startedAt: 500, partitions: new Map([['orders', new Set([1, 2])]]) },
    })
    expect(open.partitions.get('orders')).toEqual(new Set([1]))
  })

  it('change nothing when they are all there', () => {
    expect(addPartitions(open, [orders], NOW)).toEqual({ kind: 'unchanged', transaction: open })
  })
})

const outcome = (next: Transition): string =>
  next.kind === 'changed' ? next.transaction.state : next.kind === 'refused' ? next.error : next.kind

describe('the end of a transaction', () => {
  it.each([
    ['Ongoing', true, 'CompleteCommit'],
    ['Ongoing', false, 'CompleteAbort'],
    ['CompleteCommit', true, 'unchanged'],
    ['CompleteCommit', false, 'INVALID_TXN_STATE'],
    ['CompleteAbort', false, 'unchanged'],
    ['CompleteAbort', true, 'INVALID_TXN_STATE'],
    ['Empty', true, 'INVALID_TXN_STATE'],
    ['Empty', false, 'INVALID_TXN_STATE'],
  ] as const)('in state %s with commit %s leads to %s', (state, commit, expected) => {
    expect(outcome(end({ ...open, state }, commit, NOW))).toBe(expected)
  })

  it.each([true, false])('leaves markers for its partitions and none behind (commit %s)', (commit) => {
    expect(end(open, commit, NOW)).toMatchObject({
      transaction: { partitions: new Map() },
      ending: { commit, producer: { id: 7, epoch: 3 }, partitions: open.partitions },
    })
  })

  it('comes by itself when it takes too long: aborted, and the producer fenced', () => {
    expect(expire(open, NOW)).toMatchObject({
      transaction: { state: 'CompleteAbort', epoch: 4 },
      ending: { commit: false, producer: { id: 7, epoch: 4 } },
    })
    expect(expire(begun, NOW).kind).toBe('unchanged')
  })
})
