import { expect, it } from 'vitest'
import { purchases } from '../purchases/purchase.ts'
import { products } from '../products/product.ts'
import { after, decodeEvent, encodeEvent } from './event.ts'

it('writes the bytes that the original writes', () => {
  const payload = { id: 'a', name: 'Butter', price: 150 }
  expect(encodeEvent(products, { eventType: 'set', payload })).toBe(
    '{"eventType":"set","payload":{"id":"a","name":"Butter","price":1.5}}',
  )
})

it('reads what the original writes, with its seven decimals of a second and its trailing zeros', () => {
  const text =
    '{"eventType":"set","payload":{"id":"a","productId":"p","customerId":"c","total":1.90,"transactionDate":"2017-10-10T12:34:56.1234567Z"}}'
  expect(decodeEvent(purchases, text)).toMatchObject({
    kind: 'ok',
    value: { eventType: 'set', payload: { total: 190, transactionDate: '2017-10-10T12:34:56.1234567Z' } },
  })
})

it('needs no more of a removed payload than its id', () => {
  expect(decodeEvent(products, '{"eventType":"remove","payload":{"id":"a"}}').kind).toBe('ok')
})

it.each([
  ['', 'not JSON'],
  ['[]', 'a JSON object'],
  ['{"eventType":"set"}', 'payload must be an object'],
  ['{"eventType":"set","payload":{"id":7,"name":"x","price":1}}', 'payload.id'],
  ['{"eventType":"unknown","payload":{"id":"a"}}', 'set or remove'],
  ['{"payload":{"id":"a"}}', 'set or remove'],
  ['{"eventType":"set","payload":{"id":"a","name":"x"}}', 'payload.price'],
  ['{"eventType":"set","payload":{"id":"a","name":"x","price":1.234}}', 'payload.price'],
  ['{"eventType":"set","payload":{"id":"a","price":1}}', 'payload.name'],
])('says what is wrong with the record %s', (text, reason) => {
  const read = decodeEvent(products, text)
  expect(read.kind === 'wrong' && read.reason).toContain(reason)
})

it('keeps an entity by its key, and refuses a payload of another', () => {
  const payload = { id: 'a', name: 'Butter', price: 150 }
  expect(after('a', { eventType: 'set', payload })).toBe(payload)
  expect(after('a', { eventType: 'remove', payload })).toBeUndefined()
  expect(after('a', null)).toBeUndefined()
  expect(() => after('b', { eventType: 'set', payload })).toThrow("the record's key b")
})
