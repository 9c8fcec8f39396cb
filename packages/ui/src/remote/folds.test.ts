import { expect, it } from 'vitest'
import { listed, whole } from './folds.ts'

interface Thing {
  readonly id: string
  readonly n: number
}

const folds = listed<Thing>('things', 'thing', ({ id }) => id, 3)
const apply = (event: string, known: readonly Thing[] | undefined, data: unknown) =>
  folds[event]?.(known, data as never)
const a1 = { id: 'a', n: 1 }
const b1 = { id: 'b', n: 1 }

it('takes a list as it is, puts what is new first, and what has changed where it was', () => {
  const listed = apply('things', undefined, { items: [a1, b1] })
  expect(apply('thing', listed, { id: 'c', n: 1 })?.map(({ id }) => id)).toEqual(['c', 'a', 'b'])
  expect(apply('thing', listed, { id: 'b', n: 2 })).toEqual([a1, { id: 'b', n: 2 }])
  expect(apply('thing', undefined, a1)).toEqual([a1])
})

it('lets the oldest go', () => {
  const full = [a1, b1, { id: 'c', n: 1 }]
  expect(apply('thing', full, { id: 'd', n: 1 })?.map(({ id }) => id)).toEqual(['d', 'a', 'b'])
})

it('takes the whole each time where it is given', () => expect(whole<number>('n')['n']?.(1, 2 as never)).toBe(2))
