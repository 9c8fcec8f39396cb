import { describe, expect, it } from 'vitest'
import { nextSort, sortFromText, sortRows, sortToText } from './sorting.ts'

describe('sorting', () => {
  it('orders names as people do and numbers by size', () => {
    expect(sortRows(['topic-10', 'topic-9'], (row) => row, false)).toEqual(['topic-9', 'topic-10'])
    expect(sortRows([10, 9, 100], (row) => row, true)).toEqual([100, 10, 9])
  })

  it('keeps rows without a value last in both directions', () => {
    const rows = [{ lag: 1 }, { lag: undefined }, { lag: 2 }]
    expect(sortRows(rows, (row) => row.lag, false).map((row) => row.lag)).toEqual([1, 2, undefined])
    expect(sortRows(rows, (row) => row.lag, true).map((row) => row.lag)).toEqual([2, 1, undefined])
  })

  it('sorts ascending at the first click, descending at the second', () => {
    const first = nextSort(undefined, 'lag')
    expect([first.descending, nextSort(first, 'lag').descending]).toEqual([false, true])
  })

  it('goes into a URL and back', () => {
    for (const sort of [
      { by: 'lag', descending: true },
      { by: 'name', descending: false },
    ])
      expect(sortFromText(sortToText(sort))).toEqual(sort)
    expect(sortFromText('-')).toBeUndefined()
  })
})
