import { describe, expect, it } from 'vitest'
import {
  type Change,
  INSERT,
  type OperatorFactory,
  count,
  deduplicate,
  groupAggregate,
  join,
  keyOf,
  orderBy,
  topN,
} from '../index.ts'
import { graphOf, lines } from '../../test/changes.ts'
import { ByTime } from './by-time.ts'

const HOUR = 3_600_000
const compare = (a: unknown, b: unknown): number => Number(a) - Number(b)
const calls = [{ aggregate: count, argument: () => 1 }]

/** Each change comes at a time on the clock, in hours. */
function at(
  factory: OperatorFactory,
  inputs: number,
  changes: readonly (readonly [hour: number, row: readonly unknown[], input?: number])[],
) {
  const given: Change[] = []
  const { graph, sources } = graphOf(factory, inputs, (change) => void given.push(change))
  for (const [hour, row, input = 0] of changes) {
    graph.clock(hour * HOUR)
    graph.push(sources[input] as number, INSERT, row)
  }
  return { lines: lines(given), graph }
}

describe('state with a time to live', () => {
  it('lets a group begin anew that had no row for so long', () => {
    const operator = groupAggregate({ keys: [0], calls, updateBefore: true, ttlMs: 2 * HOUR })
    const { lines: given, graph } = at(operator, 1, [
      [0, ['a']],
      [1, ['a']],
      [2.5, ['a']],
      [5, ['a']],
    ])
    expect(given).toEqual(['+I a 1', '-U a 1', '+U a 2', '-U a 2', '+U a 3', '+I a 1'])
    expect(graph.due()).toBe(7 * HOUR)
    graph.clock(7 * HOUR)
    expect(JSON.stringify(graph.snapshot())).not.toContain('"a"')
  })

  it('lets the rows of a join go, each side by itself', () => {
    const sides = { leftKey: keyOf([0]), rightKey: keyOf([0]), leftColumns: [0], rightColumns: [0] }
    const operator = join({ type: 'inner', ...sides, leftWidth: 2, rightWidth: 2, ttlMs: HOUR })
    const { lines: given } = at(operator, 2, [
      [0, ['a', 1], 0],
      [0.5, ['a', 'x'], 1],
      [1.2, ['a', 'y'], 1],
      [1.3, ['a', 2], 0],
    ])
    expect(given).toEqual(['+I a 1 a x', '+I a 2 a x', '+I a 2 a y'])
  })

  it('forgets the first row of a key, and the best of a partition', () => {
    const order = { column: 1, compare, keep: 'first' } as const
    const rows = [
      [0, ['a', 1]],
      [0.5, ['a', 2]],
      [2, ['a', 3]],
    ] as const
    const first = deduplicate({ keys: [0], order, updateBefore: true, ttlMs: HOUR })
    expect(at(first, 1, rows).lines).toEqual(['+I a 1', '+I a 3'])
    const best = topN({
      partition: [0],
      order: orderBy([{ column: 1, compare, descending: false }]),
      from: 1,
      to: 1,
      withRank: false,
      byPlace: true,
      updateBefore: true,
      ttlMs: HOUR,
    })
    expect(at(best, 1, rows).lines).toEqual(['+I a 1', '+I a 3'])
  })

  it('lives on after a restart as long as it would have', () => {
    const operator = () => groupAggregate({ keys: [0], calls, updateBefore: true, ttlMs: 2 * HOUR })
    const first = at(operator(), 1, [[1, ['a']]])
    const given: Change[] = []
    const { graph, sources } = graphOf(operator(), 1, (change) => void given.push(change))
    graph.restore(structuredClone(first.graph.snapshot()))
    graph.clock(2.5 * HOUR)
    graph.push(sources[0] as number, INSERT, ['a'])
    graph.clock(5 * HOUR)
    graph.push(sources[0] as number, INSERT, ['a'])
    expect(lines(given)).toEqual(['-U a 1', '+U a 2', '+I a 1'])
  })
})

describe('mini-batches', () => {
  it('tell one change of a group after so many rows, or so long', () => {
    const miniBatch = { rows: 3, latencyMs: HOUR }
    const operator = groupAggregate({ keys: [0], calls, updateBefore: true, miniBatch })
    const { lines: given, graph } = at(operator, 1, [
      [0, ['a']],
      [0, ['b']],
      [0, ['a']],
      [0.5, ['a']],
    ])
    expect(given).toEqual(['+I a 2', '+I b 1'])
    expect(graph.due()).toBe(1.5 * HOUR)
  })

  it('tell before a watermark passes, and after a restart what was not told', () => {
    const operator = () =>
      groupAggregate({ keys: [0], calls, updateBefore: true, miniBatch: { rows: 9, latencyMs: 9 } })
    const first = at(operator(), 1, [[0, ['a']]])
    expect(first.lines).toEqual([])
    const given: Change[] = []
    const { graph, sources } = graphOf(operator(), 1, (change) => void given.push(change))
    graph.restore(structuredClone(first.graph.snapshot()))
    graph.watermark(sources[0] as number, 1)
    expect(lines(given)).toEqual(['+I a 1'])
  })
})

it('items by time come out in order, whatever the order in which they went in', () => {
  const items = new ByTime<string>()
  for (const [time, name] of [
    [5, 'e'],
    [1, 'a'],
    [3, 'c'],
    [5, 'f'],
    [2, 'b'],
  ] as const)
    items.add(time, name)
  expect(items.takeUntil(3)).toEqual(['a', 'b', 'c'])
  items.add(4, 'd')
  expect(items.first()).toBe(4)
  expect(items.takeUntil(9)).toEqual(['d', 'e', 'f'])
})
