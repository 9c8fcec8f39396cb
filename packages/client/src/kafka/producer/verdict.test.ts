import { expect, it } from 'vitest'
import type { Batch } from './partition-queue.ts'
import { verdict } from './verdict.ts'

const batch = (uncertain: boolean, count = 1): Batch => ({
  topic: 't',
  partition: 0,
  records: Array.from({ length: count }) as never,
  since: 0,
  attempts: 1,
  notBefore: 0,
  uncertain,
})

it.each([
  ['NONE', false, 'written'],
  ['DUPLICATE_SEQUENCE_NUMBER', false, 'written'],
  ['NETWORK', true, 'repeat'],
  ['NOT_LEADER_OR_FOLLOWER', true, 'repeat'],
  ['MESSAGE_TOO_LARGE', false, 'refused'],
  ['INVALID_RECORD', false, 'refused'],
  ['UNKNOWN_PRODUCER_ID', false, 'renew'],
  ['OUT_OF_ORDER_SEQUENCE_NUMBER', false, 'renew'],
])('after the answer %s (retriable: %s) a batch is %s', (answer, retriable, kind) => {
  expect(verdict(batch(false), answer, retriable, false)).toEqual({ kind })
})

it('never sends under other numbers what may have been written', () => {
  expect(verdict(batch(true), 'OUT_OF_ORDER_SEQUENCE_NUMBER', false, false)).toEqual({ kind: 'lost' })
  expect(verdict(batch(true), 'NETWORK', true, false)).toEqual({ kind: 'repeat' })
})

it('splits what is too large together', () => {
  expect(verdict(batch(false, 2), 'MESSAGE_TOO_LARGE', false, false)).toEqual({ kind: 'split' })
})

it('gives up when another producer has the transactional id', () => {
  expect(verdict(batch(false), 'PRODUCER_FENCED', false, true)).toEqual({ kind: 'fenced' })
  expect(verdict(batch(false), 'INVALID_PRODUCER_EPOCH', false, true)).toEqual({ kind: 'fenced' })
  expect(verdict(batch(false), 'OUT_OF_ORDER_SEQUENCE_NUMBER', false, true)).toEqual({ kind: 'refused' })
})
