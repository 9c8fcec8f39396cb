import { newEvent } from '@millrace/cloudevents'
import { describe, expect, it } from 'vitest'
import { correlationKeyOf } from './correlation-key.ts'
import { requiredPath } from './path.ts'
import { variablesOf } from './variables.ts'

const eventOf = (datacontenttype: string | undefined, data?: string | Buffer, more: Record<string, string> = {}) =>
  newEvent(
    { specversion: '1.0', id: '1', source: '/s', type: 't', datacontenttype, ...more },
    data === undefined ? undefined : Buffer.from(data),
  )

describe('the data of an event as variables', () => {
  it.each([
    ['application/json', '{"a":1}', { a: 1 }],
    ['application/vnd.shop+json; charset=utf-8', '{"a":1}', { a: 1 }],
    [undefined, '{"a":1}', { a: 1 }],
    ['application/json', JSON.stringify('{"a":1}'), { a: 1 }],
    ['application/json', '"plain"', { data: 'plain' }],
    ['application/json', '[1]', { data: [1] }],
    ['application/json', 'null', { data: null }],
    ['application/json', '{broken', { data: '{broken' }],
    ['text/xml', '<a/>', { data: '<a/>' }],
    ['application/octet-stream', Buffer.from([0, 255]), { data_base64: 'AP8=' }],
    [undefined, Buffer.from([0, 255]), { data_base64: 'AP8=' }],
    ['application/json', undefined, {}],
  ])('are, of %s %s, %j', (type, data, variables) => {
    expect(variablesOf(eventOf(type, data))).toEqual(variables)
  })
})

describe('the correlation key of an event', () => {
  const keyOf = (path: string, more: Record<string, string> = {}): string | undefined => {
    const event = eventOf('application/json', '{"sessionId":"s-1","data":{"x":2},"order":{"id":5}}', more)
    return correlationKeyOf(event, variablesOf(event), [requiredPath(path)])
  }
  it('is the extension, whatever else there is', () => {
    expect(keyOf('=sessionId', { correlationkey: 'c' })).toBe('c')
  })
  it('is found by a path in the data, the attributes or the extensions', () => {
    expect(keyOf('=sessionId')).toBe('s-1')
    expect(keyOf('=data.order.id')).toBe('5')
    expect(keyOf('=data.x')).toBe('2')
    expect(keyOf('=subject', { subject: 'o-7' })).toBe('o-7')
    expect(keyOf('=extensions.partitionkey', { partitionkey: 'p' })).toBe('p')
    expect(keyOf('=missing')).toBeUndefined()
  })
})
