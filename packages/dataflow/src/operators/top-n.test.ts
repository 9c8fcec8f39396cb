import { describe, expect, it } from 'vitest'
import { equalsRecomputation, lines, run } from '../../test/changes.ts'
import { DELETE, INSERT } from '../change.ts'
import { orderBy, topN } from './top-n.ts'

const compare = (a: unknown, b: unknown): number => (a as number) - (b as number)
const order = orderBy([{ column: 1, compare, descending: false }])
const operator = (withRank: boolean) =>
  topN({ partition: [0], order, from: 1, to: 2, withRank, byPlace: withRank, updateBefore: true })

describe('top-n', () => {
  it('moves ranks up and down', () => {
    const changes = [
      { kind: INSERT, row: ['a', 5] },
      { kind: INSERT, row: ['a', 1] },
      { kind: DELETE, row: ['a', 1] },
    ] as const
    expect(lines(run(operator(true), changes))).toEqual([
      '+I a 5 1',
      '-U a 5 1',
      '+U a 1 1',
      '+I a 5 2',
      '-U a 1 1',
      '+U a 5 1',
      '-D a 5 2',
    ])
  })

  it.each([true, false])('equals recomputation (with the rank: %s)', (withRank) => {
    equalsRecomputation(
      () => operator(withRank),
      1,
      (rows = []) => {
        const partitions = [...Map.groupBy(rows, ([key]) => key).values()]
        return partitions.flatMap((group) => {
          return group
            .toSorted(order)
            .slice(0, 2)
            .map((row, at) => (withRank ? [...row, at + 1] : row))
        })
      },
    )
  })
})
