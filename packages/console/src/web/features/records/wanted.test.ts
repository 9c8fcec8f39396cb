import { describe, expect, it } from 'vitest'
import { parseFilter } from '../../../filter/index.ts'
import { boundAsLocal, filterOf, placeOf, placeText, timeBound, wantedOf } from './wanted.ts'

describe('the URL of the records page', () => {
  it('joins key and filter to one filter that the server understands, whatever the key holds', () => {
    expect(filterOf({ key: 'a"b\\c', filter: 'x = 1 or y = 2' })).toBe(
      String.raw`@key = "a\"b\\c" and (x = 1 or y = 2)`,
    )
    expect(parseFilter(filterOf({ key: 'a"b\\c' }) ?? '')).toMatchObject({ kind: 'compare', literal: 'a"b\\c' })
    expect(filterOf({})).toBeUndefined()
  })

  it('asks the API for what is set and for nothing else', () => {
    expect(wantedOf({ partition: '2', order: 'oldest', from: 'offset:5', record: '0:1', mode: 'live' })).toEqual({
      partitions: '2',
      order: 'oldest',
      from: 'offset:5',
    })
  })

  it('names a record by its place', () => {
    expect(placeOf(placeText({ partition: 2, offset: 1045 }))).toEqual({ partition: 2, offset: 1045 })
    expect([placeOf('x'), placeOf('1:'), placeOf(undefined)]).toEqual([undefined, undefined, undefined])
  })

  it('holds times in the reader’s own zone', () => {
    const bound = timeBound('2026-11-21T10:30:05')
    expect(boundAsLocal(bound)).toBe('2026-11-21T10:30:05')
    expect(timeBound('')).toBeUndefined()
  })
})
