import { expect, it } from 'vitest'
import { eventBody } from './event-body.ts'

const attributes = { id: '1', source: '/shop', type: 'order.placed' }

it('puts JSON data in as it was written, exact numbers included', () => {
  const body = eventBody({ attributes, data: '{"amount": 9007199254740993}' })
  expect(body).toBe(
    '{"specversion":"1.0","id":"1","source":"/shop","type":"order.placed","data":{"amount": 9007199254740993}}',
  )
})

it('sends what is no JSON by its content type as a text, and nothing where nothing is given', () => {
  const text = { ...attributes, datacontenttype: 'text/plain' }
  expect(JSON.parse(eventBody({ attributes: text, data: 'hello "you"' }))).toMatchObject({ data: 'hello "you"' })
  expect(JSON.parse(eventBody({ attributes }))).not.toHaveProperty('data')
})

it.each(['application/json', 'application/vnd.shop+json; charset=utf-8'])('refuses %s that is none', (type) => {
  const said = { ...attributes, datacontenttype: type }
  expect(() => eventBody({ attributes: said, data: '{"a":1}, "id": "2"' })).toThrow(/data is no JSON/)
})
