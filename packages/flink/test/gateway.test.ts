import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Json, type TestGateway, type TestSession, call, startTest } from './fixture.ts'

const NOBODY = '00000000-0000-0000-0000-000000000000'
let test: TestGateway
let session: TestSession

beforeEach(async () => {
  test = await startTest({ limits: { sessionCount: 2, operationsPerSessionCount: 3, requestBytes: 10_000 } })
  session = await test.session()
})
afterEach(() => test.stop())

const get = (path: string) => call(test.url, 'GET', path)
const base = (): string => `/v3/sessions/${session.handle}`
const errorOf = (body: Json): string => (body['errors'] as string[]).join('\n')

/** Fetches until the statement is executed. */
async function fetchReady(operation: string, token: number): Promise<{ status: number; body: Json }> {
  for (;;) {
    const answer = await get(`${base()}/operations/${operation}/result/${token}?rowFormat=JSON`)
    if (answer.body['resultType'] !== 'NOT_READY') return answer
  }
}

describe('the gateway', () => {
  it.each(['', '/v1', '/v2', '/v3', '/v4'])('says under %s who it is, and its versions', async (prefix) => {
    expect((await get(`${prefix}/info`)).body).toEqual({ productName: 'Apache Flink', version: '2.2.1' })
    expect((await get(`${prefix}/api_versions`)).body).toEqual({ versions: ['V1', 'V2', 'V3', 'V4'] })
  })

  it('keeps a session’s settings', async () => {
    const other = await test.session({ 'pipeline.name': 'x' })
    await other.rows("SET 'a.b' = 'c'")
    const { body } = await get(`/v3/sessions/${other.handle}`)
    expect(body).toEqual({ properties: { 'pipeline.name': 'x', 'a.b': 'c' } })
    expect(await call(test.url, 'POST', `/v3/sessions/${other.handle}/heartbeat`)).toEqual({ status: 200, body: {} })
    const closed = await call(test.url, 'DELETE', `/v3/sessions/${other.handle}`)
    expect(closed.body).toEqual({ status: 'CLOSED' })
    const gone = await get(`/v3/sessions/${other.handle}`)
    expect(gone.status).toBe(500)
    expect(errorOf(gone.body)).toContain(`Session '${other.handle}' does not exist.`)
  })

  it('configures a session at once, and takes nothing for that which runs a job', async () => {
    const configure = (statement: string) => call(test.url, 'POST', `${base()}/configure-session`, { statement })
    expect(await configure("SET 'a' = 'b'")).toEqual({ status: 200, body: {} })
    const refused = await configure('SELECT 1')
    expect(refused.status).toBe(500)
    expect(errorOf(refused.body)).toContain('Unsupported statement for configuring session: SELECT 1')
    const v1 = await call(test.url, 'POST', `/v1/sessions/${session.handle}/configure-session`, { statement: 'RESET' })
    expect(v1).toEqual({
      status: 404,
      body: { errors: [`Not found: /v1/sessions/${session.handle}/configure-session`] },
    })
  })

  it('gives the newest page again, and no older one', async () => {
    const operation = await session.submit('SHOW CATALOGS')
    const first = await fetchReady(operation, 0)
    expect(first.body['resultType']).toBe('PAYLOAD')
    expect((await fetchReady(operation, 0)).body).toEqual(first.body)
    expect((await fetchReady(operation, 1)).body['resultType']).toBe('EOS')
    expect((await fetchReady(operation, 1)).body['nextResultUri']).toBeUndefined()
    const wrong = await fetchReady(operation, 7)
    expect(wrong.status).toBe(500)
    expect(errorOf(wrong.body)).toContain('Expecting token to be 1 or 0, but found 7.')
  })

  it('ends the job of a query when its operation is closed; to cancel it is too late', async () => {
    await test.broker.topics.ensure('numbers')
    const operation = await session.submit('SELECT * FROM numbers')
    await fetchReady(operation, 0)
    const at = `${base()}/operations/${operation}`
    expect((await get(`${at}/status`)).body).toEqual({ status: 'FINISHED' })
    const cancelled = await call(test.url, 'POST', `${at}/cancel`)
    expect(cancelled.status).toBe(500)
    expect(errorOf(cancelled.body)).toContain(
      `Failed to convert the Operation Status from FINISHED to CANCELED for ${operation}.`,
    )
    expect(test.gateway.jobs.list().map(({ status }) => status)).toEqual(['RUNNING'])
    expect((await call(test.url, 'DELETE', `${at}/close`)).body).toEqual({ status: 'CLOSED' })
    expect(test.gateway.jobs.list().map(({ status }) => status)).toEqual(['CANCELED'])
    expect(errorOf((await get(`${at}/status`)).body)).toContain('Can not find the submitted operation')
  })

  it('cancels an INSERT that is waited for', async () => {
    await test.broker.topics.ensure('numbers')
    await session.rows("CREATE TABLE sink (v BYTES) WITH ('connector' = 'blackhole')")
    await session.rows("SET 'table.dml-sync' = 'true'")
    const operation = await session.submit('INSERT INTO sink SELECT val FROM numbers')
    const at = `${base()}/operations/${operation}`
    await expect.poll(() => test.gateway.jobs.list()[0]?.running, { timeout: 10_000 }).toBeDefined()
    expect((await get(`${at}/status`)).body).toEqual({ status: 'RUNNING' })
    expect((await call(test.url, 'POST', `${at}/cancel`)).body).toEqual({ status: 'CANCELED' })
    const fetched = await get(`${at}/result/0`)
    expect(errorOf(fetched.body)).toContain(`Can not fetch results from the ${operation} in CANCELED status.`)
    await expect.poll(() => test.gateway.jobs.list()[0]?.status, { timeout: 10_000 }).toBe('CANCELED')
  })

  it('says where in a statement an error lies, in headers too', async () => {
    const operation = await session.submit('SELECT *\nFROM nope')
    const response = await fetch(`${test.url}${base()}/operations/${operation}/result/0`)
    expect(response.status).toBe(500)
    expect(response.headers.get('x-millrace-error-code')).toBe('SQL_VALIDATION')
    expect(response.headers.get('x-millrace-error-line')).toBe('2')
    expect(response.headers.get('x-millrace-error-column')).toBe('6')
  })

  it('completes a statement: words, tables behind FROM', async () => {
    await test.broker.topics.ensure('pizza-ordered')
    const complete = async (statement: string): Promise<unknown> => {
      return (await call(test.url, 'GET', `${base()}/complete-statement`, { statement, position: statement.length }))
        .body['candidates']
    }
    expect(await complete('SELECT * FR')).toEqual(['FROM'])
    expect(await complete('SELECT * FROM pi')).toEqual(['`pizza-ordered`'])
    expect(await complete('SELECT TUMB')).toContain('TUMBLE')
    expect((await get(`${base()}/complete-statement`)).status).toBe(400)
  })
})

describe('the gateway refuses', () => {
  it('handles that are none, and row formats that it does not have', async () => {
    const bad = await get('/v3/sessions/bad')
    expect(bad.status).toBe(400)
    expect(errorOf(bad.body)).toContain('Cannot resolve path parameter (session_handle) from value "bad".')
    const format = await get(`${base()}/operations/${NOBODY}/result/0?rowFormat=XML`)
    expect(errorOf(format.body)).toContain('Cannot resolve query parameter (rowFormat) from value "XML".')
    expect((await get('/v9/info')).body).toEqual({ errors: ['Not found: /v9/info'] })
  })

  it('statements of sessions that are not there', async () => {
    const answer = await call(test.url, 'POST', `/v3/sessions/${NOBODY}/statements`, { statement: 'SELECT 1' })
    expect(answer.status).toBe(500)
    expect(errorOf(answer.body)).toContain(`Failed to execute statement.`)
    expect(errorOf(answer.body)).toContain(`Session '${NOBODY}' does not exist.`)
  })

  it('more sessions, operations and bytes than there is room for', async () => {
    await test.session()
    const third = await call(test.url, 'POST', '/v3/sessions', {})
    expect(errorOf(third.body)).toContain('2 sessions are open')
    for (let at = 0; at < 3; at++) await session.submit('SHOW TABLES')
    const fourth = await call(test.url, 'POST', `${base()}/statements`, { statement: 'SHOW TABLES' })
    expect(errorOf(fourth.body)).toContain('the session has 3 operations')
    const large = await call(test.url, 'POST', `${base()}/statements`, { statement: 'x'.repeat(20_000) })
    expect(large.status).toBe(413)
  })

  it('pages of other sites', async () => {
    const from = async (origin: string): Promise<number> => {
      return (await fetch(`${test.url}/v1/info`, { headers: { origin } })).status
    }
    expect([await from('https://elsewhere.example'), await from('http://127.0.0.1:8080')]).toEqual([403, 200])
  })
})

it('gives a large result in pages, and lets its job wait while nobody fetches', async () => {
  await session.rows(
    "CREATE TABLE many (n INT) WITH ('connector' = 'datagen', 'number-of-rows' = '45000', 'rows-per-second' = '1000000', 'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '45000')",
  )
  const reading = session.values('SELECT n FROM many')
  const rows = test.advance(1000).then(() => reading)
  const numbers = (await rows).map(([, [n]]) => Number(n))
  expect(numbers).toHaveLength(45_000)
  expect(numbers.every((n, at) => n === at + 1)).toBe(true)
})

it('does not wait for a query that nobody fetches', async () => {
  await test.stop()
  test = await startTest({ limits: { bufferedRowCount: 10 } })
  session = await test.session()
  await test.produce('numbers', ...Array.from({ length: 500 }, (_, n) => ({ value: String(n) })))
  await session.submit('SELECT val FROM numbers')
  const taken = (): number => test.gateway.jobs.list()[0]?.running?.figures.operators.length ?? 0
  await expect.poll(taken, { timeout: 10_000 }).toBeGreaterThan(0)
  await test.advance(1000)
})

it('lists jobs with what they read and write, and stops, resumes and forgets them over HTTP', async () => {
  await test.broker.topics.ensure('numbers')
  await session.rows('CREATE TABLE copies (v STRING)')
  const [row] = await session.rows('INSERT INTO copies SELECT CAST(val AS STRING) FROM numbers')
  const id = row?.slice(3) ?? ''
  expect((await get(`/v1/jobs/${id}`)).body).toMatchObject({
    id,
    status: 'RUNNING',
    sources: ['default_catalog.default_database.numbers'],
    sinks: ['default_catalog.default_database.copies'],
  })
  expect((await call(test.url, 'DELETE', `/v1/jobs/${id}`)).body).toMatchObject({ status: 409, code: 'JOB_RUNNING' })
  expect((await call(test.url, 'POST', `/v1/jobs/${id}/stop`)).body).toMatchObject({ status: 'FINISHED' })
  expect((await call(test.url, 'POST', `/v1/jobs/${id}/resume`)).body).toMatchObject({ status: 'RUNNING' })
  await call(test.url, 'POST', `/v1/jobs/${id}/stop`)
  expect((await call(test.url, 'DELETE', `/v1/jobs/${id}`)).body).toEqual({ id, status: 'REMOVED' })
  expect((await get(`/v1/jobs/${id}`)).body).toMatchObject({ status: 404, code: 'JOB_NOT_FOUND' })
})
