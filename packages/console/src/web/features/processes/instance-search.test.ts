import { expect, it } from 'vitest'
import { isFiltered, noFilters, wantedOf } from './instance-search.ts'

it('gives times with their zone, and leaves out what is none', () => {
  expect(wantedOf({ state: 'ACTIVE', after: '2026-01-31T10:00', before: 'soon' })).toEqual({
    state: 'ACTIVE',
    startedAfter: new Date('2026-01-31T10:00').toISOString(),
  })
})

it('looks for a value as the history keeps it, and for none without a name', () => {
  expect(wantedOf({ variable: 'order', value: '{ "id": 1 }' })).toEqual({ variable: 'order', value: '{"id":1}' })
  expect(wantedOf({ variable: 'order' })).toEqual({ variable: 'order' })
  expect(wantedOf({ value: '1' })).toEqual({})
})

it('knows what takes every filter away', () => {
  expect(isFiltered({ processId: 'order', version: '1' })).toBe(false)
  const search = { state: 'ACTIVE', variable: 'order' }
  expect(isFiltered({ ...search, ...noFilters() } as never)).toBe(false)
  expect(isFiltered(search)).toBe(true)
})
