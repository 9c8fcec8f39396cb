import { expect, it } from 'vitest'
import { headerText } from '../../topic/record.ts'
import { headersOf } from '../producer/wire.ts'
import { deadLetter } from './dead-letter.ts'

const record = {
  topic: 'orders',
  partition: 2,
  offset: 17,
  timestamp: 99,
  key: Buffer.from('k'),
  value: Buffer.from('v'),
  headers: [
    ['traceparent', Buffer.from('00-a')],
    ['dead-letter-reason', Buffer.from('earlier')],
  ] as const,
}

it('keeps the record as it was and says where it lay and why it is here', () => {
  const letter = deadLetter(record, '.dlq', { reason: 'x'.repeat(5000), kind: 'failed', attempts: 3, by: 'payments' })
  const headers = { headers: headersOf(letter.headers) }
  expect(letter).toMatchObject({ topic: 'orders.dlq', key: record.key, value: record.value })
  expect(headerText(headers, 'traceparent')).toBe('00-a')
  expect(headerText(headers, 'dead-letter-topic')).toBe('orders')
  expect(headerText(headers, 'dead-letter-partition')).toBe('2')
  expect(headerText(headers, 'dead-letter-offset')).toBe('17')
  expect(headerText(headers, 'dead-letter-attempts')).toBe('3')
  expect(headerText(headers, 'dead-letter-by')).toBe('payments')
  expect(headerText(headers, 'dead-letter-reason')).toHaveLength(2000)
  expect(headers.headers.filter(([name]) => name === 'dead-letter-reason')).toHaveLength(1)
})
