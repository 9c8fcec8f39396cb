import { expect, it } from 'vitest'
import type { Content, RecordView } from '../../contract/records.ts'
import { letterOf } from './letter.ts'

const content = (text: string): Content => ({ type: 'text', text, bytes: text.length, cut: false })
const record = (headers: Record<string, string>): RecordView => ({
  partition: 0,
  offset: 3,
  timestamp: 1000,
  key: content('o-1'),
  value: content('{'),
  headers: Object.entries(headers).map(([name, text]) => ({ name, value: content(text) })),
})

it('reads where the record lay, why it was given up and by whom', () => {
  const about = {
    topic: 'orders',
    partition: '2',
    offset: '17',
    reason: 'no JSON',
    kind: 'poison',
    attempts: '1',
    by: 'v',
  }
  const headers = Object.fromEntries(Object.entries(about).map(([name, text]) => [`dead-letter-${name}`, text]))
  expect(letterOf('orders.dlq', record({ ...headers, traceparent: 'x' }))).toEqual({
    topic: 'orders.dlq',
    partition: 0,
    offset: 3,
    timestamp: 1000,
    origin: { topic: 'orders', partition: 2, offset: 17 },
    reason: 'no JSON',
    kind: 'poison',
    attempts: 1,
    by: 'v',
    key: 'o-1',
  })
})

it('says so of a letter that tells nothing', () => {
  expect(letterOf('orders.dlq', record({}))).not.toHaveProperty('origin')
})
