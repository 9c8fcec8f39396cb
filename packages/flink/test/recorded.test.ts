import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Json, type TestGateway, type TestSession, call, startTest } from './fixture.ts'

/** What a real gateway (Apache Flink 2.2.1) answered to a statement, its pages put together. */
interface Recorded {
  readonly statement: string
  readonly version: string
  readonly rowFormat: string
  readonly executionConfig?: Json
  readonly resultKind?: string
  readonly isQueryResult?: boolean
  readonly hasJob?: boolean
  readonly columns?: readonly unknown[]
  readonly format?: string
  readonly data?: readonly { readonly kind: string; readonly fields: readonly unknown[] }[]
  readonly error?: {
    readonly status: number
    readonly first: string
    readonly count: number
    readonly causes: readonly string[]
  }
}

/** One session of the real gateway: the statements come in this order. */
const all = JSON.parse(
  readFileSync(new URL('../testdata/recorded-statements.json', import.meta.url), 'utf8'),
) as readonly Recorded[]

/** Where ours answers otherwise, and why. */
const OTHERWISE: readonly (readonly [start: string, reason: string])[] = [
  ['SELECT k, COUNT(*) c, SUM(v) s', 'our SUM may be NULL by its type, also of values that are not'],
  ['SELECT v FROM (SELECT 1) CROSS JOIN UNNEST', 'UNNEST is refused by its name'],
]

/** Not compared: job ids, settings of the installation, plans. */
const UNCOMPARED = /^(SHOW JOBS|SET$|EXPLAIN|DESCRIBE JOB|INSERT|EXECUTE)/

let test: TestGateway
let session: TestSession

beforeAll(async () => {
  test = await startTest({ own: ['127.0.0.1:19192'] })
  session = await test.session()
})
afterAll(() => test.stop())

/** The topics were there before; with us topics are tables, and the recorded session begins without any. */
async function makeTopics(): Promise<void> {
  for (const topic of ['pizza-assembled', 'pizza-baked', 'pizza-delivered']) await test.broker.topics.ensure(topic)
  const rows = all.find(({ statement }) => statement.startsWith('SELECT CAST(`key` AS STRING) k'))?.data ?? []
  const records = rows.map(({ fields: [key, value] }) => ({ key: String(key), value: String(value) }))
  await test.produce('pizza-ordered', ...records)
}

interface Answer {
  readonly status: number
  readonly first: Json
  readonly data: unknown[]
  readonly errors: readonly string[]
}

/** Runs a statement as the recording did, until its end or until it has as many rows. */
async function answer({ statement, version, rowFormat, executionConfig, data = [] }: Recorded): Promise<Answer> {
  const base = `/${version}/sessions/${session.handle}`
  const submitted = await call(test.url, 'POST', `${base}/statements`, { statement, executionConfig })
  const operation = String(submitted.body['operationHandle'])
  let uri: string | undefined = `${base}/operations/${operation}/result/0?rowFormat=${rowFormat}`
  let first: Json | undefined
  const found: unknown[] = []
  for (let turn = 0; uri !== undefined && turn < 100; turn++) {
    const { status, body } = await call(test.url, 'GET', uri)
    if (status !== 200) return { status, first: first ?? {}, data: found, errors: body['errors'] as string[] }
    if (body['resultType'] !== 'NOT_READY') first ??= body
    found.push(...((body['results'] as { data?: unknown[] } | undefined)?.data ?? []))
    if (statement.includes('FROM `pizza-ordered`') && found.length >= data.length) break
    uri = body['nextResultUri'] as string | undefined
  }
  await call(test.url, 'DELETE', `${base}/operations/${operation}/close`)
  return { status: 200, first: first ?? {}, data: found, errors: [] }
}

const later = all.findIndex(({ statement }) => statement === "SET 'table.dml-sync'='true'")
const cases = all.slice(0, later).filter(({ statement }) => !OTHERWISE.some(([start]) => statement.startsWith(start)))

describe('a statement is answered as Flink’s gateway answered it', () => {
  it.each(cases.map((one) => [one.statement.replace(/\s+/g, ' ').slice(0, 60), one] as const))(
    '%s',
    async (_, recorded) => {
      if (recorded.statement.startsWith('STOP JOB') && recorded.error === undefined) return
      if (recorded.statement.startsWith('DESCRIBE JOB')) return
      if (recorded.statement.startsWith('CREATE TABLE `pizza-ordered`')) await makeTopics()
      const { status, first, data, errors } = await answer(recorded)
      if (recorded.error !== undefined) {
        expect({ status, count: errors.length, first: errors[0] }).toEqual({
          status: recorded.error.status,
          count: recorded.error.count,
          first: recorded.error.first,
        })
        // The gateway's own part of the chain; behind it, Java's classes and ours part ways.
        for (const cause of recorded.error.causes.filter((line) => line.includes('SqlGatewayException'))) {
          expect(errors.join('\n')).toContain(cause)
        }
        return
      }
      expect(errors).toEqual([])
      const results = first['results'] as { columns: unknown[]; rowFormat: string }
      expect(first['resultKind']).toBe(recorded.resultKind)
      expect(first['isQueryResult']).toBe(recorded.isQueryResult)
      expect('jobID' in first).toBe(recorded.hasJob)
      expect(results.rowFormat).toBe(recorded.format)
      expect(results.columns).toEqual(recorded.columns)
      if (!UNCOMPARED.test(recorded.statement)) expect(data).toEqual(recorded.data)
    },
  )

  it.each(OTHERWISE)('but for %s: %s', async (start) => {
    const recorded = all.find(({ statement }) => statement.startsWith(start)) as Recorded
    expect(recorded).toBeDefined()
  })
})
