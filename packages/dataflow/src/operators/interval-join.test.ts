import { below, seededRandom } from '@millrace/kernel'
import { describe, expect, it } from 'vitest'
import { type Change, END_OF_TIME, INSERT, type IntervalJoinOptions, intervalJoin, keyOf } from '../index.ts'
import { graphOf, lines, table } from '../../test/changes.ts'

/** Rows are [key, time, name]. */
const operator = (type: IntervalJoinOptions['type'], more: Partial<IntervalJoinOptions> = {}) =>
  intervalJoin({
    type,
    leftKey: keyOf([0]),
    rightKey: keyOf([0]),
    leftColumns: [0],
    rightColumns: [0],
    leftWidth: 3,
    rightWidth: 3,
    leftTime: 1,
    rightTime: 1,
    lower: -10,
    upper: 0,
    time: 'event',
    ...more,
  })

describe('interval join', () => {
  it('joins rows whose times lie near each other, and pads the others when their time is over', () => {
    const given: Change[] = []
    const { graph, sources } = graphOf(operator('left'), 2, (change) => void given.push(change))
    const [left = 0, right = 0] = sources
    graph.push(left, INSERT, ['a', 100, 'l1'])
    graph.push(left, INSERT, ['b', 100, 'l2'])
    graph.push(right, INSERT, ['a', 110, 'r1'])
    graph.push(right, INSERT, ['b', 111, 'r2'])
    graph.watermark(left, 110)
    graph.watermark(right, 110)
    expect(lines(given)).toEqual(['+I a 100 l1 a 110 r1', '+I b 100 l2   '])
  })

  it('keeps no row whose match can no longer come', () => {
    const { graph, sources } = graphOf(operator('inner'), 2, () => undefined)
    for (let at = 0; at < 1000; at++) {
      for (const source of sources) {
        graph.push(source, INSERT, ['a', at, 'x'])
        graph.watermark(source, at)
      }
    }
    const states = JSON.stringify(graph.snapshot())
    expect(states.split('"row"').length - 1).toBeLessThan(30)
  })

  it('takes rows that nothing matches: with nulls, and late ones', () => {
    const given: Change[] = []
    const { graph, sources } = graphOf(operator('full'), 2, (change) => void given.push(change))
    const [left = 0, right = 0] = sources
    graph.push(left, INSERT, [null, 5, 'l'])
    for (const source of sources) graph.watermark(source, 100)
    graph.push(right, INSERT, ['a', 7, 'late'])
    expect(lines(given)).toEqual(['+I  5 l   ', '+I    a 7 late'])
  })

  it('closes by the clock when its times are those of processing', () => {
    const given: Change[] = []
    const { graph, sources } = graphOf(operator('left', { time: 'processing' }), 2, (change) => void given.push(change))
    graph.clock(100)
    graph.push(sources[0] as number, INSERT, ['a', 100, 'l'])
    expect(graph.due()).toBe(110)
    graph.clock(110)
    expect(lines(given)).toEqual(['+I a 100 l   '])
  })

  it.each(['inner', 'left', 'right', 'full'] as const)('%s equals the join of everything, with a restart', (type) => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = seededRandom(seed)
      const rows = Array.from({ length: 60 }, (_, n) => {
        const at = n + below(random, 5)
        return { input: below(random, 2), row: [`k${below(random, 3)}`, at, `n${n}`] as const }
      })
      const given: Change[] = []
      const [first, second] = [1, 2].map(() => graphOf(operator(type), 2, (change) => void given.push(change)))
      rows.forEach(({ input, row }, n) => {
        if (n === 30) second?.graph.restore(structuredClone(first?.graph.snapshot() ?? []))
        const { graph, sources } = (n < 30 ? first : second) as ReturnType<typeof graphOf>
        graph.push(sources[input] as number, INSERT, row)
        for (const source of sources) graph.watermark(source, n - 1)
      })
      for (const source of second?.sources ?? []) second?.graph.watermark(source, END_OF_TIME)
      expect(table(given), `seed ${seed}`).toEqual(expected(rows, type))
    }
  })
})

function expected(
  rows: readonly { input: number; row: readonly [string, number, string] }[],
  type: IntervalJoinOptions['type'],
): string[] {
  const [left, right] = [0, 1].map((side) => rows.filter(({ input }) => input === side).map(({ row }) => row))
  const near = (l: readonly [string, number, string], r: readonly [string, number, string]): boolean =>
    l[0] === r[0] && l[1] - r[1] >= -10 && l[1] <= r[1]
  const none = [null, null, null]
  const pairs = (left ?? []).flatMap((l) => (right ?? []).flatMap((r) => (near(l, r) ? [[...l, ...r]] : [])))
  const alone = (left ?? []).filter((l) => !(right ?? []).some((r) => near(l, r))).map((l) => [...l, ...none])
  const others = (right ?? []).filter((r) => !(left ?? []).some((l) => near(l, r))).map((r) => [...none, ...r])
  const all = [
    ...pairs,
    ...(type === 'left' || type === 'full' ? alone : []),
    ...(type === 'right' || type === 'full' ? others : []),
  ]
  return all.map((row) => JSON.stringify(row)).toSorted()
}
