import { describe, expect, it } from 'vitest'
import { equalsRecomputation, lines, run } from '../../test/changes.ts'
import { count } from '../aggregates/count.ts'
import { distinct } from '../aggregates/distinct.ts'
import { extreme } from '../aggregates/extreme.ts'
import { sum } from '../aggregates/sum.ts'
import { DELETE, INSERT } from '../change.ts'
import type { Row } from '../change.ts'
import { groupAggregate } from './group-aggregate.ts'

const numbers = {
  zero: 0,
  add: (a: unknown, b: unknown) => (a as number) + (b as number),
  subtract: (a: unknown, b: unknown) => (a as number) - (b as number),
  divide: (a: unknown, b: number) => (a as number) / b,
}
const compare = (a: unknown, b: unknown): number => (a as number) - (b as number)
const value = (row: Row): unknown => row[1]
const calls = [
  { aggregate: count, argument: () => 1 },
  { aggregate: sum(numbers), argument: value },
  { aggregate: extreme(compare, 1), argument: value },
  { aggregate: distinct(count), argument: value },
]
const operator = (updateBefore: boolean) => groupAggregate({ keys: [0], calls, updateBefore })

describe('group aggregation', () => {
  it('adds, updates and takes back a group', () => {
    const changes = [
      { kind: INSERT, row: ['a', 5] },
      { kind: INSERT, row: ['a', 2] },
      { kind: DELETE, row: ['a', 5] },
      { kind: DELETE, row: ['a', 2] },
    ] as const
    expect(lines(run(operator(true), changes))).toEqual([
      '+I a 1 5 5 1',
      '-U a 1 5 5 1',
      '+U a 2 7 5 2',
      '-U a 2 7 5 2',
      '+U a 1 2 2 1',
      '-D a 1 2 2 1',
    ])
    expect(lines(run(operator(false), changes.slice(0, 2)))).toEqual(['+I a 1 5 5 1', '+U a 2 7 5 2'])
  })

  it('says nothing when the results stay the same, or a retraction has no row', () => {
    const max = groupAggregate({ keys: [0], calls: [calls[2] as (typeof calls)[number]], updateBefore: true })
    expect(
      lines(
        run(max, [
          { kind: DELETE, row: ['a', 1] },
          { kind: INSERT, row: ['a', 5] },
          { kind: INSERT, row: ['a', 2] },
        ]),
      ),
    ).toEqual(['+I a 5'])
  })

  it('equals recomputation, over restarts too', () => {
    equalsRecomputation(
      () => operator(true),
      1,
      (rows = []) => {
        const groups = Map.groupBy(rows, ([key]) => key)
        return Array.from(groups, ([key, group]) => {
          const values = group.map((row) => row[1] as number)
          return [key, group.length, values.reduce((a, b) => a + b, 0), Math.max(...values), new Set(values).size]
        })
      },
    )
  })
})
