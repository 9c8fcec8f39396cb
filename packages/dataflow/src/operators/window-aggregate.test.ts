import { describe, expect, it } from 'vitest'
import { graphOf, lines } from '../../test/changes.ts'
import { count } from '../aggregates/count.ts'
import { type Change, DELETE, INSERT } from '../change.ts'
import { decodeState, encodeState } from '../state/codec.ts'
import { windowAggregate } from './window-aggregate.ts'

const operator = (time: 'event' | 'processing' = 'event') =>
  windowAggregate({ keys: [0], start: 1, end: 2, time, calls: [{ aggregate: count, argument: () => 1 }] })

function start(time: 'event' | 'processing' = 'event') {
  const given: Change[] = []
  const { graph, sources } = graphOf(operator(time), 1, (change) => void given.push(change))
  return { graph, source: sources[0] as number, given }
}

describe('window aggregation', () => {
  it('gives each group when its window closes, and drops what comes later', () => {
    const { graph, source, given } = start()
    graph.push(source, INSERT, ['a', 0, 10])
    graph.push(source, INSERT, ['a', 0, 10])
    graph.push(source, INSERT, ['b', 10, 20])
    graph.watermark(source, 8)
    expect(given).toEqual([])
    graph.watermark(source, 9)
    graph.push(source, INSERT, ['a', 0, 10])
    expect(lines(given)).toEqual(['+I a 2 0 10 9'])
  })

  it('gives nothing for a group that was taken back', () => {
    const { graph, source, given } = start()
    graph.push(source, INSERT, ['a', 0, 10])
    graph.push(source, DELETE, ['a', 0, 10])
    graph.watermark(source, 100)
    expect(given).toEqual([])
  })

  it('waits for the clock over processing time', () => {
    const { graph, source, given } = start('processing')
    graph.push(source, INSERT, ['a', 0, 10])
    expect(graph.due()).toBe(10)
    graph.clock(10)
    expect(lines(given)).toEqual(['+I a 1 0 10 9'])
  })

  it('goes on after a restart from its encoded state', () => {
    const before = start()
    before.graph.push(before.source, INSERT, ['a', 10, 20])
    before.graph.watermark(before.source, 9)
    const bytes = encodeState(before.graph.snapshot())
    const after = start()
    after.graph.restore(decodeState(bytes) as unknown[])
    after.graph.push(after.source, INSERT, ['late', 0, 10])
    after.graph.push(after.source, INSERT, ['a', 10, 20])
    after.graph.watermark(after.source, 19)
    expect(lines(after.given)).toEqual(['+I a 2 10 20 19'])
  })
})
