import fc from 'fast-check'
import { expect, it } from 'vitest'
import { emptyChangelog, standingRows, withChanges } from './changelog.ts'

it('keeps the rows that stand after additions, changes and removals', () => {
  const log = withChanges(emptyChangelog, [
    { kind: 'INSERT', fields: ['a', '1'] },
    { kind: 'INSERT', fields: ['b', null] },
    { kind: 'UPDATE_BEFORE', fields: ['a', '1'] },
    { kind: 'UPDATE_AFTER', fields: ['a', '2'] },
    { kind: 'DELETE', fields: ['b', null] },
  ])
  expect(standingRows(log)).toEqual([['a', '2']])
  expect(log.total).toBe(5)
})

it('equals a count of each row, however the changes come in pages', () => {
  const change = fc.record({
    kind: fc.constantFrom('INSERT' as const, 'DELETE' as const),
    fields: fc.tuple(fc.constantFrom('a', 'b', null)),
  })
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 9 }), { maxLength: 9 }), (pages) => {
      const log = pages.reduce(withChanges, emptyChangelog)
      for (const field of ['a', 'b', null]) {
        const all = pages.flat().filter(({ fields }) => fields[0] === field)
        const count = all.filter(({ kind }) => kind === 'INSERT').length * 2 - all.length
        expect(standingRows(log).filter(([one]) => one === field)).toHaveLength(Math.max(count, 0))
      }
    }),
  )
})

it('shows the last two thousand changes', () => {
  const page = Array.from({ length: 2500 }, (_, index) => ({ kind: 'INSERT' as const, fields: [String(index)] }))
  const { changes, total } = withChanges(emptyChangelog, page)
  expect([changes.length, changes[0]?.at, total]).toEqual([2000, 500, 2500])
})
