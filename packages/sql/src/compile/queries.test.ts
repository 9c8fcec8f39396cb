import { describe, expect, it } from 'vitest'
import { changelog, sessionWith } from '../../test/run.ts'

const T = 'CREATE TABLE t (k STRING, v INT)'
const U = 'CREATE TABLE u (k STRING, w INT)'
const EVENTS = 'CREATE TABLE e (k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts)'
const MINUTE = 60_000

describe('queries', () => {
  it('filter and project', () => {
    expect(
      changelog(sessionWith(T), 'SELECT UPPER(k), v + 1 FROM t WHERE v > 1', {
        t: [
          ['a', 1],
          ['b', 2],
        ],
      }),
    ).toEqual(['+I B 3'])
  })

  it('give the values of VALUES', () => {
    expect(changelog(sessionWith(), "SELECT * FROM (VALUES (1, 'a'), (2, CAST(NULL AS STRING))) AS x (n, s)")).toEqual([
      '+I 1 a',
      '+I 2 NULL',
    ])
  })

  it('group with updates, and take groups back', () => {
    const lines = changelog(sessionWith(T), 'SELECT k, COUNT(*), SUM(v) FROM t GROUP BY k HAVING COUNT(*) < 2', {
      t: [
        ['a', 1],
        ['b', 2],
        ['a', 3],
      ],
    })
    expect(lines).toEqual(['+I a 1 1', '+I b 1 2', '-U a 1 1'])
  })

  it('group groups with retraction', () => {
    const sql = 'SELECT c, COUNT(*) FROM (SELECT k, COUNT(*) AS c FROM t GROUP BY k) GROUP BY c'
    expect(
      changelog(sessionWith(T), sql, {
        t: [
          ['a', 1],
          ['a', 1],
        ],
      }),
    ).toEqual(['+I 1 1', '-D 1 1', '+I 2 1'])
  })

  it('close tumbling windows by the watermark and drop late rows', () => {
    const sql = `SELECT k, COUNT(*) AS n, window_start FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
      GROUP BY k, window_start, window_end`
    const lines = changelog(sessionWith(EVENTS), sql, {
      e: [
        ['a', 1, 1000],
        ['a', 1, 2000],
        ['b', 1, MINUTE],
        ['a', 9, 3000],
      ],
    })
    expect(lines).toEqual(['+I a 2 0', '+I b 1 60000'])
  })

  it.each([
    ['HOP', "INTERVAL '1' MINUTE, INTERVAL '2' MINUTE", ['+I -60000 60000 1', '+I 0 120000 1']],
    ['CUMULATE', "INTERVAL '1' MINUTE, INTERVAL '2' MINUTE", ['+I 0 60000 1', '+I 0 120000 1']],
  ])('know %s windows', (name, parameters, expected) => {
    const sql = `SELECT window_start, window_end, COUNT(*) FROM TABLE(${name}(TABLE e, DESCRIPTOR(ts), ${parameters}))
      GROUP BY window_start, window_end`
    expect(changelog(sessionWith(EVENTS), sql, { e: [['a', 1, 1000]] })).toEqual(expected)
  })

  it('join sessions of a key', () => {
    const sql = `SELECT k, COUNT(*), window_start, window_end FROM TABLE(SESSION(TABLE e PARTITION BY k, DESCRIPTOR(ts), INTERVAL '5' SECOND))
      GROUP BY k, window_start, window_end`
    const lines = changelog(sessionWith(EVENTS), sql, {
      e: [
        ['a', 1, 1000],
        ['a', 1, 4000],
        ['a', 1, 30_000],
      ],
    })
    expect(lines).toEqual(['+I a 2 1000 9000', '+I a 1 30000 35000'])
  })

  it('join, and pad rows that have no match', () => {
    const sql = 'SELECT t.k, v, w FROM t LEFT JOIN u ON t.k = u.k'
    expect(
      changelog(sessionWith(T, U), sql, {
        t: [['a', 1]],
        u: [
          ['a', 7],
          ['b', 8],
        ],
      }),
    ).toEqual(['+I a 1 NULL', '-D a 1 NULL', '+I a 1 7'])
    const inner = 'SELECT t.k, w FROM t, u WHERE t.k = u.k AND w > 7'
    expect(
      changelog(sessionWith(T, U), inner, {
        t: [
          ['a', 1],
          ['b', 2],
        ],
        u: [
          ['a', 7],
          ['b', 8],
        ],
      }),
    ).toEqual(['+I b 8'])
  })

  it('know IN and EXISTS with a query', () => {
    const inputs = {
      t: [
        ['a', 1],
        ['b', 2],
      ],
      u: [['a', 1]],
    }
    expect(changelog(sessionWith(T, U), 'SELECT k FROM t WHERE k IN (SELECT k FROM u)', inputs)).toEqual(['+I a'])
    expect(
      changelog(sessionWith(T, U), 'SELECT k FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.k = t.k)', inputs),
    ).toEqual(['+I a', '+I b', '-D a'])
  })

  it('rank, and keep the first of a partition', () => {
    const sql = `SELECT k, v, n FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC) AS n FROM t) WHERE n <= 1`
    expect(
      changelog(sessionWith(T), sql, {
        t: [
          ['a', 1],
          ['a', 5],
          ['a', 3],
        ],
      }),
    ).toEqual(['+I a 1 1', '-U a 1 1', '+U a 5 1'])
  })

  it('order with a limit, and take rows once with DISTINCT', () => {
    expect(
      changelog(sessionWith(T), 'SELECT v FROM t ORDER BY v LIMIT 1', {
        t: [
          ['a', 2],
          ['a', 1],
        ],
      }),
    ).toEqual(['+I 2', '-U 2', '+U 1'])
    expect(
      changelog(sessionWith(T), 'SELECT DISTINCT k FROM t', {
        t: [
          ['a', 2],
          ['a', 1],
        ],
      }),
    ).toEqual(['+I a'])
  })

  it('see views and common tables', () => {
    const session = sessionWith(T, 'CREATE VIEW big AS SELECT * FROM t WHERE v > 1')
    expect(
      changelog(session, 'WITH x AS (SELECT k FROM big) SELECT * FROM x', {
        t: [
          ['a', 1],
          ['b', 2],
        ],
      }),
    ).toEqual(['+I b'])
  })

  it('write without -U into a sink with the key of the group', () => {
    const session = sessionWith(T, 'CREATE TABLE s (k STRING, n BIGINT, PRIMARY KEY (k) NOT ENFORCED)')
    const sql = 'INSERT INTO s SELECT k, COUNT(*) FROM t GROUP BY k'
    expect(
      changelog(session, sql, {
        t: [
          ['a', 1],
          ['a', 1],
        ],
      }),
    ).toEqual(['+I a 1', '+U a 2'])
  })
})

describe('wrong queries', () => {
  it.each([
    ['SELECT x FROM t', "line 1, column 8: Column 'x' not found"],
    ['SELECT K FROM t', "did you mean 'k'?"],
    ['SELECT k FROM nowhere', "Object 'nowhere' not found"],
    ['SELECT k, COUNT(*) FROM t', "Expression 'k' is not being grouped"],
    ['SELECT k + TRUE FROM t', "Cannot apply '+'"],
    ['SELECT NOSUCH(k) FROM t', 'No match found for function NOSUCH'],
    ['SELECT * FROM t ORDER BY k', 'ORDER BY without LIMIT'],
    ['SELECT k FROM t WHERE', 'expected an expression'],
    ['SELECT k FROM t INTERSECT SELECT k FROM t', 'not supported'],
    ['INSERT INTO t SELECT k FROM t', 'do not match'],
    ['INSERT INTO t SELECT k, CAST(COUNT(*) AS INT) FROM t GROUP BY k', 'PRIMARY KEY'],
    [`SELECT ${'('.repeat(10_000)}1`, 'nests deeper'],
    [`SELECT 1${' + 1'.repeat(10_000)}`, 'in one chain'],
  ])('are refused with the place and the reason: %.60s', (sql, text) => {
    expect(() => sessionWith(T).execute(sql)).toThrow(text)
  })
})
