import { describe, expect, it } from 'vitest'
import { type Change, INSERT, type JoinType, keyOf, windowJoin } from '../index.ts'
import { graphOf, lines } from '../../test/changes.ts'

/** Rows are [key, window end, name]. */
const operator = (type: JoinType) =>
  windowJoin({
    type,
    leftKey: keyOf([0, 1]),
    rightKey: keyOf([0, 1]),
    leftColumns: [0, 1],
    rightColumns: [0, 1],
    leftWidth: 3,
    rightWidth: 3,
    leftEnd: 1,
    rightEnd: 1,
    time: 'event',
  })

function run(type: JoinType): { given: Change[]; kept: string } {
  const given: Change[] = []
  const { graph, sources } = graphOf(operator(type), 2, (change) => void given.push(change))
  const [left = 0, right = 0] = sources
  graph.push(left, INSERT, ['a', 10, 'l1'])
  graph.push(left, INSERT, ['b', 10, 'l2'])
  graph.push(right, INSERT, ['a', 10, 'r1'])
  graph.push(right, INSERT, ['c', 10, 'r2'])
  graph.push(right, INSERT, ['a', 20, 'r3'])
  for (const source of sources) graph.watermark(source, 9)
  graph.push(left, INSERT, ['a', 10, 'late'])
  return { given, kept: JSON.stringify(graph.snapshot()) }
}

describe('window join', () => {
  it.each([
    ['inner', ['+I a 10 l1 a 10 r1']],
    ['left', ['+I a 10 l1 a 10 r1', '+I b 10 l2   ']],
    ['right', ['+I a 10 l1 a 10 r1', '+I    c 10 r2']],
    ['full', ['+I a 10 l1 a 10 r1', '+I b 10 l2   ', '+I    c 10 r2']],
    ['semi', ['+I a 10 l1']],
    ['anti', ['+I b 10 l2']],
  ] as const)('%s gives a window’s rows when it closes, drops late ones, and forgets it', (type, expected) => {
    const { given, kept } = run(type)
    expect(lines(given)).toEqual(expected)
    expect(kept).not.toContain('l1')
    expect(kept).toContain('r3')
    expect(kept).toContain('"late":1')
  })
})
