import { expect, it } from 'vitest'
import { graphOf, lines } from '../../test/changes.ts'
import { count } from '../aggregates/count.ts'
import { type Change, INSERT } from '../change.ts'
import { sessionAggregate } from './session-aggregate.ts'

it('joins sessions that a row lies between, and closes them by the watermark', () => {
  const given: Change[] = []
  const operator = sessionAggregate({ keys: [0], start: 1, end: 2, calls: [{ aggregate: count, argument: () => 1 }] })
  const { graph, sources } = graphOf(operator, 1, (change) => void given.push(change))
  const source = sources[0] as number
  for (const at of [0, 8, 4, 30]) graph.push(source, INSERT, ['a', at, at + 5])
  graph.watermark(source, 20)
  expect(lines(given)).toEqual(['+I a 3 0 13 12'])
  graph.watermark(source, 34)
  expect(lines(given).at(-1)).toBe('+I a 1 30 35 34')
})
