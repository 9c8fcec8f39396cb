import { END_OF_TIME, INSERT, type Row, decodeState, encodeState } from '@millrace/dataflow'
import { type Random, below, seededRandom } from '@millrace/kernel'
import { describe, expect, it } from 'vitest'
import { DECIMAL_TAG, type Job, compileJob } from '../src/index.ts'
import { counting, leftOf } from './counting.ts'
import { COUNTED, STREAMS, randomStreamQuery } from './random-stream-query.ts'
import { context, plansOf, sessionWith } from './run.ts'

interface Arrival {
  readonly table: string
  readonly row: Row
}

const QUERIES = 150
const ARRIVALS = 60
const first = Number(process.env['SEED'] ?? 1)

/** About a row a second, up to four seconds late; no two have one time. */
function randomArrivals(random: Random): Arrival[] {
  return Array.from({ length: ARRIVALS }, (_, n) => {
    const value = below(random, 6)
    const at = Date.UTC(2026, 0, 1) + (n - below(random, 5)) * 1000 + n
    return {
      table: below(random, 3) === 0 ? 'f' : 'e',
      row: [`${'abc'[below(random, 3)]}`, value === 5 ? null : value, at],
    }
  })
}

function start(sql: string, counts: Map<string, number>, settings = new Map<string, string>()): Job {
  const session = sessionWith(...STREAMS, COUNTED)
  return compileJob(plansOf(session.execute(sql)), { ...context, settings, receive: counting(counts) })
}

/** With a watermark behind each row, as a job sees them. */
function feedLive(job: Job, arrivals: readonly Arrival[]): void {
  for (const { table, row } of arrivals) {
    for (const source of job.sources.filter((one) => one.table.path[2] === table)) {
      job.graph.push(source.node, INSERT, row)
      job.graph.watermark(source.node, source.watermark?.(row) as number)
    }
  }
}

/** All at once, in the order of their times; nothing closes before the end. */
function feedWhole(job: Job, arrivals: readonly Arrival[]): void {
  const inOrder = arrivals.toSorted((a, b) => (a.row[2] as number) - (b.row[2] as number))
  for (const { table, row } of inOrder) {
    for (const source of job.sources.filter((one) => one.table.path[2] === table)) {
      job.graph.push(source.node, INSERT, row)
    }
  }
}

function end({ graph, sources }: Job): void {
  for (const { node } of sources) graph.watermark(node, END_OF_TIME)
}

const BATCHES = new Map([
  ['table.exec.mini-batch.enabled', 'true'],
  ['table.exec.mini-batch.allow-latency', '1 s'],
  ['table.exec.mini-batch.size', '7'],
])

describe('random queries over streams with event times', () => {
  it('have every operator in them that looks at times, or at rows that only come', () => {
    const names = Array.from({ length: QUERIES }, (_, n) => {
      const { graph } = start(randomStreamQuery(seededRandom(first + n)), new Map())
      return graph.counts().map(({ name }) => name)
    })
    expect([...new Set(names.flat())]).toEqual(
      expect.arrayContaining([
        'WindowTableFunction',
        'WindowAggregate',
        'SessionAggregate',
        'WindowJoin',
        'WindowRank',
        'IntervalJoin',
        'Deduplicate',
        'GroupAggregate',
        'Join',
        'Limit',
      ]),
    )
  })

  it.each(Array.from({ length: QUERIES / 10 }, (_, n) => first + n * 10))(
    'leave what a computation over all rows at once gives, with a restart in the middle: seeds from %i',
    (from) => {
      for (let seed = from; seed < from + 10; seed++) {
        const random = seededRandom(seed)
        const sql = randomStreamQuery(random)
        const settings = below(random, 2) === 0 ? new Map<string, string>() : BATCHES
        const arrivals = randomArrivals(random)
        const [counts, scratch] = [new Map<string, number>(), new Map<string, number>()]
        const before = start(sql, counts, settings)
        feedLive(before, arrivals.slice(0, ARRIVALS / 2))
        const state = encodeState(before.graph.snapshot(), [DECIMAL_TAG])
        const after = start(sql, counts, settings)
        after.graph.restore(decodeState(state, [DECIMAL_TAG]) as unknown[])
        feedLive(after, arrivals.slice(ARRIVALS / 2))
        end(after)
        const whole = start(sql, scratch)
        feedWhole(whole, arrivals)
        end(whole)
        expect(leftOf(counts), `SEED=${seed}: ${sql}`).toEqual(leftOf(scratch))
      }
    },
  )
})
