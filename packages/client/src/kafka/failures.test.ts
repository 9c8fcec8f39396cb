import { expect, it } from 'vitest'
import { failureNames, kafkaFault } from './failures.ts'
import { kafkaLibrary } from './library.ts'

const kafka = await kafkaLibrary()
const names = failureNames(kafka)

it('names the protocol’s errors and knows which can be mended by waiting', () => {
  expect(names.nameOf(0)).toBe('NONE')
  expect(names.nameOf(27)).toBe('REBALANCE_IN_PROGRESS')
  expect(names.retriable('NOT_COORDINATOR')).toBe(true)
  expect(names.retriable('TOPIC_AUTHORIZATION_FAILED')).toBe(false)
})

it('names a lost connection, and wrong credentials behind one', () => {
  expect(names.nameOfThrown(new kafka.NetworkError('closed'))).toBe('NETWORK')
  const cause = new kafka.AuthenticationError('no')
  expect(names.nameOfThrown(new kafka.NetworkError('failed', { cause }))).toBe('SASL_AUTHENTICATION_FAILED')
  expect(names.nameOfThrown(new Error('whatever'))).toBe('UNEXPECTED')
})

it('tells the innermost reason', () => {
  const cause = new kafka.NetworkError('Connection failed.', { cause: new Error('connect ECONNREFUSED') })
  expect(kafkaFault('NETWORK', 'the topics', cause).message).toBe('the topics: NETWORK: connect ECONNREFUSED')
})
