import { expect, it } from 'vitest'
import { RESOURCES, covers, scopeText, scopesOf } from './scope.ts'

it('reads what somebody may do to what', () => {
  expect(scopesOf('topics:orders.*:read,write')).toEqual([
    { resource: 'topics', pattern: 'orders.*', operations: ['read', 'write'] },
  ])
  expect(scopesOf('groups:*:*')[0]).toMatchObject({ pattern: '*', operations: ['read', 'write', 'manage'] })
})

it('takes admin for everything', () => {
  expect(scopesOf('admin').map(({ resource }) => resource)).toEqual(Object.keys(RESOURCES))
})

it.each([
  ['topics', /resource:name:operations/],
  ['topics:a', /resource:name:operations/],
  ['things:a:read', /a resource is one of topics, groups/],
  ['topics:a:look', /an operation is one of read, write, manage/],
  ['topics:a*b:read', /stands at the end/],
  ['topics:**:read', /stands at the end/],
  ['', /resource:name:operations/],
])('says what is wrong with "%s"', (text, right) => {
  expect(() => scopesOf(text)).toThrow(right)
  expect(() => scopesOf(text)).toThrow(expect.objectContaining({ code: 'INVALID_SCOPE' }))
})

it('writes a scope as it is read', () => {
  for (const text of ['topics:orders.*:read,write', 'brokers:default/default:write', 'groups:*:*']) {
    expect(scopesOf(text).map(scopeText)).toEqual([text])
  }
})

it('covers a name by itself or by its beginning', () => {
  expect(covers('orders', 'orders')).toBe(true)
  expect(covers('orders', 'orders-2')).toBe(false)
  expect(covers('orders*', 'orders-2')).toBe(true)
  expect(covers('*', 'anything')).toBe(true)
})
