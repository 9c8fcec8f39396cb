import { expect, it } from 'vitest'
import { type Change, DELETE, INSERT, orderBy, windowTopN } from '../index.ts'
import { graphOf, lines } from '../../test/changes.ts'

const compare = (a: unknown, b: unknown): number => Number(a) - Number(b)

it('gives the best rows of a window when it closes, and drops late ones', () => {
  const order = orderBy([{ column: 1, compare, descending: true }])
  const operator = windowTopN({ partition: [2], order, from: 1, to: 2, withRank: true, end: 2, time: 'event' })
  const given: Change[] = []
  const { graph, sources } = graphOf(operator, 1, (change) => void given.push(change))
  const [source = 0] = sources
  for (const row of [
    ['a', 1, 10],
    ['b', 5, 10],
    ['c', 3, 10],
    ['d', 4, 10],
    ['e', 9, 20],
  ]) {
    graph.push(source, INSERT, row)
  }
  graph.push(source, DELETE, ['d', 4, 10])
  graph.watermark(source, 9)
  graph.push(source, INSERT, ['late', 99, 10])
  expect(lines(given)).toEqual(['+I b 5 10 1', '+I c 3 10 2'])
  graph.restore(structuredClone(graph.snapshot()))
  graph.watermark(source, 19)
  expect(lines(given).slice(2)).toEqual(['+I e 9 20 1'])
})
