import { DELETE, type Kind, type Row, UPDATE_AFTER, decodeState, encodeState } from '@millrace/dataflow'
import { type Random, below, seededRandom } from '@millrace/kernel'
import { describe, expect, it } from 'vitest'
import { DECIMAL_TAG, type Job, type Table, compileJob } from '../src/index.ts'
import { TABLES, randomQuery } from './random-query.ts'
import { context, plansOf, sessionWith } from './run.ts'

interface Change {
  readonly table: string
  readonly kind: Kind
  readonly row: Row
}

const QUERIES = 150
const CHANGES = 60
const first = Number(process.env['SEED'] ?? 1)

function randomChanges(random: Random): Change[] {
  return Array.from({ length: CHANGES }, () => {
    const table = below(random, 2) === 0 ? 't' : 'u'
    const id = below(random, 8)
    if (below(random, 4) === 0) return { table, kind: DELETE, row: [id, null, null] }
    const value = below(random, 6)
    return { table, kind: UPDATE_AFTER, row: [id, [null, 'a', 'b', 'c'][below(random, 4)], value === 5 ? null : value] }
  })
}

/** The newest rows of each key that changes leave. */
function left(changes: readonly Change[]): Change[] {
  const newest = new Map(changes.map((change) => [`${change.table} ${String(change.row[0])}`, change]))
  return [...newest.values()].filter(({ kind }) => kind !== DELETE)
}

/** A job of the query whose results are counted. */
function start(sql: string, counts: Map<string, number>): Job {
  const receive = (_table: Table | undefined, kind: Kind, row: Row): void => {
    const key = row.map(String).join(' | ')
    const count = (counts.get(key) ?? 0) + (kind === 0 || kind === 2 ? 1 : -1)
    if (count === 0) counts.delete(key)
    else counts.set(key, count)
  }
  return compileJob(plansOf(sessionWith(...TABLES).execute(sql)), { ...context, receive })
}

function feed(job: Job, changes: readonly Change[]): void {
  for (const { table, kind, row } of changes) {
    for (const { node } of job.sources.filter((source) => source.table.path[2] === table))
      job.graph.push(node, kind, row)
  }
}

const resultOf = (counts: Map<string, number>): string[] =>
  [...counts].map(([key, count]) => `${count} x ${key}`).toSorted()

describe('random queries over random changelogs', () => {
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
        expect(resultOf(counts), `SEED=${seed}: ${sql}`).toEqual(resultOf(scratch))
      }
    },
  )
})
