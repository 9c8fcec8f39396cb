import { INSERT, KIND_SYMBOLS, decodeState, encodeState } from '@millrace/dataflow'
import { expect, it } from 'vitest'
import { context, plansOf, sessionWith } from '../../test/run.ts'
import { DECIMAL_TAG, compileJob } from '../index.ts'

const DDL = ['CREATE TABLE t (k STRING, v DECIMAL(10, 2))', 'CREATE TABLE u (k STRING, w BIGINT)']
const SQL = `SELECT t.k, SUM(v) AS s, MAX(w) AS m FROM t LEFT JOIN u ON t.k = u.k GROUP BY t.k`

function start(lines: string[]) {
  return compileJob(plansOf(sessionWith(...DDL).execute(SQL)), {
    ...context,
    receive: (_table, kind, row) => void lines.push(`${KIND_SYMBOLS[kind]} ${row.join(' ')}`),
  })
}

it('resumes a join and an aggregation from encoded state with the same changelog', () => {
  const records: [table: number, row: unknown[]][] = []
  const decimal = (cents: number): unknown => DECIMAL_TAG.read(String(cents / 100))
  for (let n = 0; n < 40; n++)
    records.push(n % 3 === 0 ? [1, [`k${n % 4}`, 2n ** 60n + BigInt(n)]] : [0, [`k${n % 4}`, decimal(n * 7)]])
  const run = (job: ReturnType<typeof start>, from: number, to: number): void => {
    for (const [table, row] of records.slice(from, to)) job.graph.push(job.sources[table]?.node ?? -1, INSERT, row)
  }
  const whole: string[] = []
  run(start(whole), 0, 40)
  for (const cut of [0, 1, 13, 27, 40]) {
    const lines: string[] = []
    const first = start(lines)
    run(first, 0, cut)
    const bytes = encodeState(first.graph.snapshot(), [DECIMAL_TAG])
    const second = start(lines)
    second.graph.restore(decodeState(bytes, [DECIMAL_TAG]) as unknown[])
    run(second, cut, 40)
    expect(lines, `cut at ${cut}`).toEqual(whole)
  }
})
