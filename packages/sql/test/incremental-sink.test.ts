import { type Kind, type Row, adds } from '@millrace/dataflow'
import { seededRandom } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { type Job, compileJob } from '../src/index.ts'
import { feed, left, randomChanges } from './random-changes.ts'
import { TABLES } from './random-query.ts'
import { context, plansOf, sessionWith } from './run.ts'

const SINK = `CREATE TABLE s (id INT, k STRING, n BIGINT, PRIMARY KEY (id) NOT ENFORCED)
  WITH ('connector' = 'upsert-kafka', 'topic' = 's', 'key.format' = 'json', 'value.format' = 'json')`

/** One row of each id, by another key than the join's: what goes into the sink is put in order by the sink's own. */
const INSERTS = ['JOIN', 'LEFT JOIN'].map((type) => {
  return `INSERT INTO s SELECT a.id, a.k, b.n FROM t AS a ${type} (
    SELECT k, COUNT(*) AS n FROM u GROUP BY k) AS b ON a.k = b.k`
})

function start(sql: string, held: Map<unknown, string>): Job {
  const receive = (_table: unknown, kind: Kind, row: Row): void => {
    if (adds(kind)) held.set(row[0], row.map(String).join(' | '))
    else if (kind === 3) held.delete(row[0])
  }
  return compileJob(plansOf(sessionWith(...TABLES, SINK).execute(sql)), { ...context, receive })
}

it.each(INSERTS)('an upsert sink holds what a computation from scratch gives: %s', (sql) => {
  for (let seed = 1; seed <= 40; seed++) {
    const changes = randomChanges(seededRandom(seed))
    const [held, scratch] = [new Map<unknown, string>(), new Map<unknown, string>()]
    const job = start(sql, held)
    expect(job.graph.counts().map(({ name }) => name)).toContain('SinkUpsertMaterializer')
    feed(job, changes)
    feed(start(sql, scratch), left(changes))
    expect([...held.values()].toSorted(), `seed ${seed}`).toEqual([...scratch.values()].toSorted())
  }
})
