import type { ProducerBatch, ProducerEntry } from '@millrace/log'
import { expect, it } from 'vitest'
import { checkSequence } from './sequence.ts'

const batch = (firstSequence: number, lastSequence: number): ProducerBatch => ({
  firstSequence,
  lastSequence,
  firstOffset: firstSequence + 100,
  lastOffset: lastSequence + 100,
  timestamp: 0,
})

const entry = (batches: ProducerBatch[], epoch = 2): ProducerEntry => ({
  producerId: 7,
  epoch,
  batches,
  transactionStart: undefined,
  coordinatorEpoch: -1,
  lastTimestamp: 0,
})

const sent = (baseSequence: number, lastSequence: number, producerEpoch = 2) => ({
  producerId: 7,
  producerEpoch,
  baseSequence,
  lastSequence,
  isTransactional: false,
})

const held = entry([batch(0, 4), batch(5, 9)])

it('takes the batch that follows', () => {
  expect(checkSequence(held, sent(10, 12))).toBeUndefined()
})

it('recognises a batch that it holds', () => {
  expect(checkSequence(held, sent(0, 4))).toEqual(batch(0, 4))
  expect(checkSequence(held, sent(5, 9))).toEqual(batch(5, 9))
})

it('takes anything from a producer of which it knows nothing (KIP-360)', () => {
  expect(checkSequence(undefined, sent(17, 18))).toBeUndefined()
})

it('begins a new epoch at sequence 0', () => {
  expect(checkSequence(held, sent(0, 1, 3))).toBeUndefined()
  expect(() => checkSequence(held, sent(10, 11, 3))).toThrow(/0 is next/)
})

it('begins at sequence 0 after a marker that brought the epoch', () => {
  expect(checkSequence(entry([], 3), sent(0, 1, 3))).toBeUndefined()
})

it('goes from the largest sequence to 0', () => {
  expect(checkSequence(entry([batch(2147483640, 2147483647)]), sent(0, 3))).toBeUndefined()
})

it('refuses a batch outside of the open transaction of its producer', () => {
  const open = { ...held, transactionStart: 100 }
  expect(checkSequence(open, { ...sent(10, 11), isTransactional: true })).toBeUndefined()
  expect(() => checkSequence(open, sent(10, 11))).toThrow(expect.objectContaining({ code: 'INVALID_TXN_STATE' }))
})

it.each([
  ['a gap', sent(11, 12), 'OUT_OF_ORDER_SEQUENCE_NUMBER'],
  ['a batch cut otherwise than before', sent(5, 8), 'OUT_OF_ORDER_SEQUENCE_NUMBER'],
  ['an epoch that is over', sent(10, 11, 1), 'INVALID_PRODUCER_EPOCH'],
])('refuses %s', (_, header, code) => {
  expect(() => checkSequence(held, header)).toThrow(expect.objectContaining({ name: 'Refusal', code }))
})
