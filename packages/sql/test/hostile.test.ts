import { describe, expect, it } from 'vitest'
import { changelog, sessionWith } from './run.ts'

const T = 'CREATE TABLE t (id INT, s STRING)'
const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n)
const refused = (sql: string): string => {
  try {
    sessionWith(T).execute(sql)
    return 'accepted'
  } catch (error) {
    return (error as Error).message
  }
}
const rows = (sql: string, s = 'a'): number => changelog(sessionWith(T), sql, { t: [[1, s]] }).length

/** Each ends in a moment; what is quadratic or worse here takes minutes or the stack. */
describe('hostile statements are refused with their place', () => {
  it.each([
    ['parentheses', `SELECT ${'('.repeat(10_000)}1`, 'column 256: it nests deeper than 250 levels'],
    ['CASE', `SELECT ${'CASE WHEN TRUE THEN '.repeat(10_000)}1`, 'nests deeper'],
    ['NOT', `SELECT ${'NOT '.repeat(100_000)}TRUE`, 'nests deeper'],
    ['subqueries', `SELECT * FROM ${'(SELECT * FROM '.repeat(10_000)}t`, 'nests deeper'],
    ['types', `SELECT CAST(NULL AS ${'ARRAY<'.repeat(5000)}INT`, 'nests deeper'],
    ['operators', `SELECT 1${' + 1'.repeat(10_000)}`, 'more than 500 operators in one chain'],
    ['comments that do not end', `SELECT 1 ${'/* '.repeat(100_000)}`, 'column 10: the comment that begins here'],
    ['quotes that do not end', `SELECT '${"''".repeat(300_000)}`, 'the string that begins here has no closing'],
    ['characters', `SELECT '${'x'.repeat(1_000_000)}'`, 'has 1000009 characters, and 1000000 is the most'],
    [
      'tables',
      `SELECT 1 FROM t AS t0${numbers(100)
        .map((n) => `, t AS u${n}`)
        .join('')}`,
      'more than 64 tables',
    ],
  ])('%s', (_, sql, text) => {
    expect(refused(sql)).toContain(text)
  })

  it('common tables and views that double at each step', () => {
    const step = (n: number): string => `SELECT x.id FROM a${n} AS x JOIN a${n} AS y ON x.id = y.id`
    const tables = ['a0 AS (SELECT id FROM t)', ...numbers(30).map((n) => `a${n + 1} AS (${step(n)})`)]
    expect(refused(`WITH ${tables.join(', ')} SELECT * FROM a30`)).toContain('its plan has more than 20000 steps')
    const session = sessionWith(T, 'CREATE VIEW a0 AS SELECT id FROM t')
    const views = (): void => numbers(30).forEach((n) => session.execute(`CREATE VIEW a${n + 1} AS ${step(n)}`))
    expect(views).toThrow('its plan has more than 20000 steps')
  })
})

describe('large statements run', () => {
  it.each([
    ['a list of 50,000 constants in IN', `SELECT id FROM t WHERE id IN (${numbers(50_000).join(', ')})`, 1],
    [
      'a chain of 10,000 conditions',
      `SELECT id FROM t WHERE ${numbers(10_000)
        .map((n) => `id <> ${n + 2}`)
        .join(' AND ')}`,
      1,
    ],
    [
      'a union of 1,000 queries',
      numbers(1000)
        .map(() => 'SELECT id FROM t')
        .join(' UNION ALL '),
      1000,
    ],
    ['10,000 rows of VALUES', `SELECT * FROM (VALUES ${numbers(10_000).map((n) => `(${n})`)}) AS v (n)`, 10_000],
  ])('%s', (_, sql, count) => {
    expect(rows(sql)).toBe(count)
  })
})

describe('hostile values cost no more than their length', () => {
  it.each([
    ['LIKE', `SELECT id FROM t WHERE s LIKE '${'%a'.repeat(2000)}c'`],
    ['REGEXP', "SELECT id FROM t WHERE REGEXP(s, '^(a+)+$')"],
    ['REGEXP_EXTRACT', "SELECT id FROM t WHERE REGEXP_EXTRACT(s, '(a|aa)+c') IS NOT NULL"],
    ['SIMILAR TO', "SELECT id FROM t WHERE s SIMILAR TO '(a|aa)+c'"],
  ])('%s', (_, sql) => {
    expect(rows(sql, `${'a'.repeat(10_000)}b`)).toBe(0)
  })

  it.each([
    ['REPEAT(s, 1000000000)', 'a string of more than 10000000 characters'],
    ["LPAD(s, 2000000000, 'x')", 'a string of more than 10000000 characters'],
    ["CAST(TIMESTAMPADD(DAY, 2000000000, TIMESTAMP '2024-01-01 00:00:00') AS STRING)", 'out of range'],
    ['FROM_UNIXTIME(9223372036854775807)', 'out of range'],
  ])('%s is refused', (expression, text) => {
    expect(() => rows(`SELECT ${expression} FROM t`)).toThrow(text)
  })

  it('JSON that nests 200,000 levels deep is no JSON', () => {
    expect(rows('SELECT id FROM t WHERE s IS NOT JSON', '['.repeat(200_000) + ']'.repeat(200_000))).toBe(1)
    expect(rows("SELECT id FROM t WHERE JSON_QUERY(s, '$') IS NOT NULL", `${'['.repeat(900)}${']'.repeat(900)}`)).toBe(
      1,
    )
  })
})
