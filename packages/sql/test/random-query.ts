import { type Random, below } from '@millrace/kernel'

/** Two tables with primary keys: their records say the newest row of a key, or that it is gone. */
export const TABLES = [
  'CREATE TABLE t (id INT, k STRING, v INT, PRIMARY KEY (id) NOT ENFORCED)',
  'CREATE TABLE u (id INT, k STRING, w INT, PRIMARY KEY (id) NOT ENFORCED)',
]

const pick = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)] as T

const CONDITIONS = ['v > 2', 'v IS NULL', "k = 'a'", 'id < 6', 'v + id > 5 OR v IS NULL', "NOT (k = 'b' AND v > 1)"]
const AGGREGATES = [
  'COUNT(*)',
  'COUNT(v)',
  'SUM(v)',
  'MIN(v)',
  'MAX(v)',
  'AVG(v)',
  'COUNT(DISTINCT v)',
  'SUM(v) FILTER (WHERE id > 3)',
  'SUM(DISTINCT v)',
]
const JOINS = ['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN']

/** A query that gives columns id, k and v, whatever it is made of. */
function relation(random: Random, depth: number): string {
  const inner = (): string => (depth === 0 ? pick(random, ['t', 'u2']) : `(${relation(random, depth - 1)})`)
  switch (below(random, depth === 0 ? 2 : 10)) {
    case 0:
      return `SELECT id, k, v FROM ${inner()} AS a`
    case 1:
      return `SELECT id, k, v FROM ${inner()} AS a WHERE ${pick(random, CONDITIONS)}`
    case 2:
      return `SELECT id + 1 AS id, UPPER(k) AS k, v * 2 AS v FROM ${inner()} AS a`
    case 3:
      return `SELECT CAST(COUNT(*) AS INT) AS id, k, ${pick(random, ['SUM(v)', 'MIN(v)', 'MAX(v)'])} AS v FROM ${inner()} AS a GROUP BY k`
    case 4:
      return `SELECT a.id, b.k, b.v FROM ${inner()} AS a ${pick(random, JOINS)} ${inner()} AS b ON a.k = b.k${pick(random, ['', ' AND a.v <= b.v', ' AND a.id <> b.id'])}`
    case 5:
      return `SELECT id, k, v FROM ${inner()} AS a WHERE k ${pick(random, ['IN', 'NOT IN'])} (SELECT k FROM ${inner()} AS b WHERE k IS NOT NULL)`
    case 6:
      return `SELECT id, k, v FROM ${inner()} AS a WHERE ${pick(random, ['', 'NOT '])}EXISTS (SELECT 1 FROM ${inner()} AS b WHERE b.k = a.k AND b.v > 1)`
    case 7:
      return `SELECT id, k, v FROM ${inner()} AS a WHERE v ${pick(random, ['>=', '<'])} (SELECT ${pick(random, ['MIN', 'MAX', 'AVG'])}(v) FROM ${inner()} AS b)`
    case 8:
      return `SELECT id, k, v FROM ${inner()} AS a UNION${pick(random, ['', ' ALL'])} SELECT id, k, v FROM ${inner()} AS b`
    default:
      return `SELECT id, k, v FROM (SELECT id, k, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v ${pick(random, ['ASC', 'DESC'])}, id) AS n FROM ${inner()} AS a) AS c WHERE n <= ${1 + below(random, 2)}`
  }
}

/** A query over t and u: relations within one another, sometimes grouped at the end. */
export function randomQuery(random: Random): string {
  const inner = relation(random, 1 + below(random, 2))
  const common = 'WITH u2 AS (SELECT id, k, w AS v FROM u)'
  if (below(random, 2) === 0) return `${common} ${inner}`
  const having = below(random, 3) === 0 ? ' HAVING COUNT(*) > 1' : ''
  return `${common} SELECT k, ${pick(random, AGGREGATES)} AS x, ${pick(random, AGGREGATES)} AS y FROM (${inner}) AS z GROUP BY k${having}`
}
