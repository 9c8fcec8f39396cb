import { type Random, below } from '@millrace/kernel'

/** Two streams of rows that only come, with event times that are at most five seconds out of order. */
export const STREAMS = ['e', 'f'].map((name) => {
  return `CREATE TABLE ${name} (k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
    WITH ('connector' = 'kafka', 'topic' = '${name}', 'format' = 'json')`
})

const pick = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)] as T

const AGGREGATES = ['COUNT(*)', 'COUNT(v)', 'SUM(v)', 'MIN(v)', 'MAX(v)', 'AVG(v)', 'COUNT(DISTINCT v)', 'SUM(v) FILTER (WHERE v > 2)'] // prettier-ignore
const JOINS = ['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN']
const WINDOWS = [
  "TUMBLE(TABLE $, DESCRIPTOR(ts), INTERVAL '10' SECOND)",
  "HOP(TABLE $, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND)",
  "CUMULATE(TABLE $, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '15' SECOND)",
]
const SESSION = "SESSION(TABLE $ PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)"
const BOUNDS = 'window_start, window_end'

function windowed(random: Random): string {
  return `TABLE(${pick(random, WINDOWS).replace('$', pick(random, ['e', 'f']))})`
}

function aggregates(random: Random): string {
  return `${pick(random, AGGREGATES)} AS x, ${pick(random, AGGREGATES)} AS y`
}

function grouped(random: Random): string {
  const having = pick(random, ['', '', ' HAVING COUNT(*) > 1'])
  const where = pick(random, ['', " WHERE k <> 'a'"])
  const from = below(random, 4) === 0 ? `TABLE(${SESSION.replace('$', 'e')})` : windowed(random)
  return `SELECT k, ${BOUNDS}, ${aggregates(random)} FROM ${from}${where} GROUP BY k, ${BOUNDS}${having}`
}

/** Rows or groups of the same windows, met with one another. */
function windowJoin(random: Random): string {
  const window = pick(random, WINDOWS)
  const side = (table: string): string => {
    const from = `TABLE(${window.replace('$', table)})`
    if (below(random, 2) === 0) return `SELECT k, v, ${BOUNDS} FROM ${from}`
    return `SELECT k, CAST(COUNT(*) AS INT) AS v, ${BOUNDS} FROM ${from} GROUP BY k, ${BOUNDS}`
  }
  const same = 'a.k = b.k AND a.window_start = b.window_start AND a.window_end = b.window_end'
  const more = pick(random, ['', ' AND a.v <= b.v'])
  return `SELECT a.k, a.v, b.k, b.v, a.window_end, b.window_end FROM (${side('e')}) AS a
    ${pick(random, JOINS)} (${side('f')}) AS b ON ${same}${more}`
}

function windowBest(random: Random): string {
  const partition = pick(random, [BOUNDS, `k, ${BOUNDS}`])
  const order = `v ${pick(random, ['ASC', 'DESC'])}, ts`
  return `SELECT * FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY ${partition} ORDER BY ${order}) AS n FROM ${windowed(random)}
  ) WHERE n <= ${1 + below(random, 2)}`
}

function intervalJoin(random: Random): string {
  const between = "a.ts BETWEEN b.ts - INTERVAL '3' SECOND AND b.ts + INTERVAL '2' SECOND"
  const more = pick(random, ['', ' AND a.v <> b.v'])
  return `SELECT a.k, a.v, a.ts, b.k, b.v, b.ts FROM e AS a ${pick(random, JOINS)} f AS b ON a.k = b.k AND ${between}${more}`
}

/** The first or last row of each key by its time. */
function deduplicated(random: Random): string {
  return `SELECT k, v, ts FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts ${pick(random, ['ASC', 'DESC'])}) AS n FROM e
  ) WHERE n = 1`
}

/** Windows over what windows give, and groups over what deduplication and joins give. */
function nested(random: Random): string {
  switch (below(random, 5)) {
    case 0:
      return `SELECT window_start, window_end, SUM(x) AS total FROM TABLE(TUMBLE(TABLE counted, DESCRIPTOR(at), INTERVAL '20' SECOND)) GROUP BY ${BOUNDS}`
    case 1:
      return `SELECT v, COUNT(*) AS n, MAX(k) AS most FROM (${deduplicated(random)}) GROUP BY v`
    case 2:
      return 'SELECT COUNT(*) AS n FROM (SELECT k FROM e LIMIT 7)'
    case 3:
      return `SELECT window_start, MAX(x) AS x, MIN(y) AS y FROM (${grouped(random)}) GROUP BY window_start`
    default:
      return `SELECT a.k, a.v, b.v FROM (${deduplicated(random)}) AS a ${pick(random, JOINS)} f AS b ON a.k = b.k AND b.v > 2`
  }
}

/** A view that `nested` makes windows of. */
export const COUNTED = `CREATE VIEW counted AS SELECT k, COUNT(*) AS x, window_time AS at
  FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY k, window_start, window_end, window_time`

/** A query over the streams with windows, intervals, or the order of times in it. */
export function randomStreamQuery(random: Random): string {
  return pick(random, [grouped, grouped, windowJoin, windowBest, intervalJoin, deduplicated, nested])(random)
}
