import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { only, parseSearch, stringifySearch } from './search.ts'

describe('what stands in the URL', () => {
  it('is plain text that comes back as it was, numbers and all', () => {
    expect(parseSearch(stringifySearch({ filter: 'order.total > 5', key: '42' }))).toEqual({
      filter: 'order.total > 5',
      key: '42',
    })
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (text) => {
        expect(parseSearch(stringifySearch({ text }))).toEqual({ text })
      }),
    )
  })

  it('leaves out what is not set', () => expect(stringifySearch({ a: undefined, b: '', c: 5 })).toBe(''))

  it('is only what the page knows', () => expect(only('a', 'b')({ a: 'x', b: 1, c: 'y' })).toEqual({ a: 'x' }))
})
