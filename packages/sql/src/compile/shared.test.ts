import { describe, expect, it } from 'vitest'
import { changelog, context, plansOf, sessionWith } from '../../test/run.ts'
import { compileJob } from './job.ts'

const TABLE = `CREATE TABLE t (k STRING, v INT, r ROW<a INT, b ROW<c INT, d STRING>>, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts) WITH ('connector' = 'kafka', 'topic' = 't', 'format' = 'json')`

function jobOf(sql: string) {
  return compileJob(plansOf(sessionWith(TABLE).execute(sql)), { ...context, receive: () => undefined })
}

const operators = (sql: string): string[] =>
  jobOf(sql)
    .graph.counts()
    .map(({ name }) => name)

describe('a job', () => {
  it('reads a table once and computes once what is asked for twice', () => {
    const counted = '(SELECT k, COUNT(*) AS n FROM t GROUP BY k)'
    expect(operators(`SELECT a.n, b.n FROM ${counted} AS a JOIN ${counted} AS b ON a.k = b.k`)).toEqual([
      'TableSourceScan',
      'Project',
      'GroupAggregate',
      'Project',
      'Join',
      'Project',
      'Collect',
    ])
  })

  it('computes what is random as often as it is asked for', () => {
    const random = '(SELECT k, RAND() AS x FROM t)'
    const names = operators(`SELECT a.x, b.x FROM ${random} AS a JOIN ${random} AS b ON a.k = b.k`)
    expect(names.filter((name) => name === 'Project')).toHaveLength(3)
  })

  it('tells -0 from 0 and one constant from another when it looks for what is the same', () => {
    const with_ = (value: string): string => `(SELECT k, v, ${value} AS x FROM t)`
    const sql = `SELECT a.x, b.x FROM ${with_("'1'")} AS a JOIN ${with_('1')} AS b ON a.k = b.k`
    expect(changelog(sessionWith(TABLE), sql, { t: [['a', 1, null, 0]] })).toEqual(['+I 1 1'])
    expect(operators(sql).filter((name) => name === 'Project')).toHaveLength(3)
  })
})

describe('of a table is read', () => {
  const wanted = (sql: string) => jobOf(sql).sources.map((source) => source.wanted)

  it('what the query names, and the time of its watermark', () => {
    expect(wanted('SELECT k FROM t')).toEqual([new Map([[0, 'all'], [3, 'all']])]) // prettier-ignore
    expect(wanted('SELECT COUNT(*) FROM t')).toEqual([new Map([[3, 'all']])])
  })

  it('of rows within rows, the fields that are named', () => {
    const fields = new Map([[1, new Map([[0, 'all']])]])
    expect(wanted('SELECT t.r.b.c FROM t')).toEqual([new Map<number, unknown>([[2, fields], [3, 'all']])]) // prettier-ignore
  })

  it('all that any of several readers wants', () => {
    const sql = 'SELECT t.r.a, x.v FROM t JOIN (SELECT k, v FROM t) AS x ON t.k = x.k'
    expect([...(wanted(sql)[0] as Map<number, unknown>).keys()].toSorted()).toEqual([0, 1, 2, 3])
  })

  it('all of an upsert table, as its rows are compared', () => {
    const upsert = "CREATE TABLE u (k STRING, v INT, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'upsert-kafka', 'topic' = 'u', 'key.format' = 'raw', 'value.format' = 'json')" // prettier-ignore
    const plans = plansOf(sessionWith(upsert).execute('SELECT k FROM u'))
    expect(compileJob(plans, { ...context, receive: () => undefined }).sources[0]?.wanted).toBe('all')
  })
})
