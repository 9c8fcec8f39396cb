import { decodeState, encodeState } from '@millrace/dataflow'
import { seededRandom } from '@millrace/kernel'
import { describe, expect, it } from 'vitest'
import { DECIMAL_TAG, type Job, compileJob } from '../src/index.ts'
import { counting, leftOf } from './counting.ts'
import { CHANGES, feed, left, randomChanges } from './random-changes.ts'
import { TABLES, randomQuery } from './random-query.ts'
import { context, plansOf, sessionWith } from './run.ts'

const QUERIES = 150
const first = Number(process.env['SEED'] ?? 1)

/** A job of the query whose results are counted. */
function start(sql: string, counts: Map<string, number>): Job {
  return compileJob(plansOf(sessionWith(...TABLES).execute(sql)), { ...context, receive: counting(counts) })
}

describe('random queries over random changelogs', () => {
  it('have every operator in them that takes rows back', () => {
    const names = Array.from({ length: QUERIES }, (_, n) => {
      const { graph } = start(randomQuery(seededRandom(first + n)), new Map())
      return graph.counts().map(({ name }) => name)
    })
    expect([...new Set(names.flat())]).toEqual(
      expect.arrayContaining(['ChangelogNormalize', 'Filter', 'Project', 'GroupAggregate', 'Join', 'Union', 'Rank']),
    )
  })

  it.each(Array.from({ length: QUERIES / 10 }, (_, n) => first + n * 10))(
    'leave what a computation from scratch gives, with a restart in the middle: seeds from %i',
    (from) => {
      for (let seed = from; seed < from + 10; seed++) {
        const random = seededRandom(seed)
        const sql = randomQuery(random)
        const changes = randomChanges(random)
        const [counts, scratch] = [new Map<string, number>(), new Map<string, number>()]
        const before = start(sql, counts)
        feed(before, changes.slice(0, CHANGES / 2))
        const state = encodeState(before.graph.snapshot(), [DECIMAL_TAG])
        const after = start(sql, counts)
        after.graph.restore(decodeState(state, [DECIMAL_TAG]) as unknown[])
        feed(after, changes.slice(CHANGES / 2))
        feed(start(sql, scratch), left(changes))
        expect(leftOf(counts), `SEED=${seed}: ${sql}`).toEqual(leftOf(scratch))
      }
    },
  )
})
