import { systemClocks } from '@millrace/kernel'
import { fastify } from 'fastify'
import { expect, it, onTestFinished } from 'vitest'
import { connectSql } from './index.ts'

const column = (name: string) => ({ name, logicalType: { type: 'VARCHAR', nullable: true }, comment: null })

/** A gateway that answers as recorded from Flink 2.2: not ready, a page of rows, the end. */
async function gateway(pages: readonly object[]) {
  const calls: string[] = []
  const server = fastify()
  server.addHook('onRequest', async ({ method, url }) => void calls.push(`${method} ${url}`))
  server.get('/v2/info', () => ({ productName: 'Apache Flink', version: '2.2.1' }))
  server.post('/v2/sessions', () => ({ sessionHandle: 's' }))
  server.post<{ Body: { statement: string } }>('/v2/sessions/s/statements', ({ body }, reply) =>
    body.statement === 'nonsense'
      ? reply.code(400).send({ errors: ['Request did not match expected format.'] })
      : { operationHandle: 'o' },
  )
  let at = 0
  server.get('/v2/sessions/s/operations/o/result/:token', (_, reply) => {
    const page = pages[at++] ?? {}
    return reply.code('errors' in page ? 500 : 200).send(page)
  })
  server.delete('/v2/sessions/s/operations/o/close', () => ({ status: 'CLOSED' }))
  server.delete('/v2/sessions/s', () => ({ status: 'CLOSED' }))
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  return { sql: connectSql({ FLINK_SQL_GATEWAY: `${url}/` }, { clocks: systemClocks() }), calls }
}

const next = (token: number) => `/v2/sessions/s/operations/o/result/${token}?rowFormat=JSON`

it('waits until a statement has an answer, follows its pages, and closes it', async () => {
  const columns = [column('job id'), column('job name')]
  const { sql, calls } = await gateway([
    { resultType: 'NOT_READY', nextResultUri: next(0) },
    {
      resultType: 'PAYLOAD',
      jobID: 'j',
      results: { columns, rowFormat: 'JSON', data: [{ kind: 'INSERT', fields: ['j', 'x'] }] },
      nextResultUri: next(1),
    },
    { resultType: 'EOS', jobID: 'j', results: { columns, rowFormat: 'JSON', data: [] } },
  ])
  expect(await sql.info()).toEqual({ productName: 'Apache Flink', version: '2.2.1' })
  const session = await sql.session('test', { 'pipeline.name': 'x' })
  expect(await session.run('SHOW JOBS')).toEqual({
    columns: ['job id', 'job name'],
    rows: [{ kind: 'INSERT', fields: ['j', 'x'] }],
    jobId: 'j',
  })
  await session.close()
  expect(calls.slice(-2)).toEqual(['DELETE /v2/sessions/s/operations/o/close', 'DELETE /v2/sessions/s'])
})

it('gives the innermost reason of a stack trace', async () => {
  const trace = [
    '<Exception on server side:',
    'org.apache.flink.table.gateway.api.utils.SqlGatewayException: Failed to fetchResults.',
    '\tat org.apache.flink.X.y(X.java:1)',
    'Caused by: org.apache.flink.table.api.ValidationException: SQL validation failed.',
    '\tat org.apache.flink.X.z(X.java:2)',
    "Caused by: org.apache.calcite.sql.validate.SqlValidatorException: Object 'nowhere' not found",
    '\tat org.apache.flink.X.a(X.java:3)',
  ].join('\n')
  const { sql } = await gateway([{ errors: ['Internal server error.', trace] }])
  const session = await sql.session('test')
  const failed = expect.objectContaining({ code: 'SQL_REFUSED', message: "Object 'nowhere' not found" })
  await expect(session.run('SELECT * FROM nowhere')).rejects.toEqual(failed)
  await expect(session.run('nonsense')).rejects.toThrow('Request did not match expected format.')
})

it('ends a query on a stream when its loop is left', async () => {
  const page = (token: number) => ({
    resultType: 'PAYLOAD',
    results: { columns: [column('n')], data: [{ kind: 'INSERT', fields: [token] }] },
    nextResultUri: next(token + 1),
  })
  const { sql, calls } = await gateway([0, 1, 2, 3, 4].map(page))
  const session = await sql.session('test')
  const seen: unknown[] = []
  for await (const { rows } of session.pages('SELECT * FROM stream')) {
    seen.push(...rows.flatMap(({ fields }) => fields))
    if (seen.length === 2) break
  }
  expect(seen).toEqual([0, 1])
  expect(calls.at(-1)).toBe('DELETE /v2/sessions/s/operations/o/close')
})

it('names the variable when nobody answers there, or no gateway', async () => {
  const sql = connectSql({ FLINK_SQL_GATEWAY: 'http://127.0.0.1:1' }, { clocks: systemClocks() })
  await expect(sql.info()).rejects.toThrow('FLINK_SQL_GATEWAY')
  expect(() => connectSql({ FLINK_SQL_GATEWAY: 'nowhere' }, { clocks: systemClocks() })).toThrow('FLINK_SQL_GATEWAY')
})
