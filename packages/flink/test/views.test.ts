import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type TestGateway, type TestSession, call, startTest } from './fixture.ts'

let test: TestGateway
let session: TestSession

beforeEach(async () => {
  test = await startTest({ limits: { viewCount: 3, viewRowCount: 5 } })
  session = await test.session()
  await session.rows('CREATE TABLE scores (name STRING, points INT, PRIMARY KEY (name) NOT ENFORCED)')
  await session.rows("INSERT INTO scores VALUES ('ann', 1), ('bob', 2), ('ann', 3)")
  await test.gateway.idle()
})
afterEach(() => test.stop())

const query = (sql: string) => call(test.url, 'POST', '/v1/views/query', { sql })

/** Events of a stream, as they come. */
async function* eventsOf(
  sql: string,
  signal: AbortSignal,
): AsyncGenerator<{ event: string; data: Record<string, unknown> }> {
  const response = await fetch(`${test.url}/v1/views/stream?sql=${encodeURIComponent(sql)}`, { signal })
  let text = ''
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString()
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [, event = '', data = '{}'] = /^event: (\w+)\ndata: (.*)$/.exec(text.slice(0, end)) ?? []
      text = text.slice(end + 2)
      yield { event, data: JSON.parse(data) as Record<string, unknown> }
    }
  }
}

describe('a view', () => {
  it('answers any SELECT with the rows of now, and sees what was written before it was asked', async () => {
    const all = await query('SELECT name, points FROM scores')
    expect(all.body).toMatchObject({
      rows: [
        ['bob', 2],
        ['ann', 3],
      ],
      at: '2026-01-01T00:00:00.000Z',
    })
    expect((await query("SELECT points FROM scores WHERE name = 'ann'")).body['rows']).toEqual([[3]])
    expect((await query('SELECT COUNT(*), SUM(points) FROM scores')).body['rows']).toEqual([[2, 5]])
    await session.rows("INSERT INTO scores VALUES ('cat', 4)")
    await test.gateway.idle()
    expect((await query('SELECT name, points FROM scores')).body['rows']).toEqual([
      ['bob', 2],
      ['ann', 3],
      ['cat', 4],
    ])
  })

  it('is one job for all who ask the same', async () => {
    await Promise.all(['SELECT name FROM scores', ' SELECT name FROM scores;', 'SELECT name FROM scores'].map(query))
    expect(
      test.gateway.jobs.list().filter(({ status, kind }) => status === 'RUNNING' && kind === 'query'),
    ).toHaveLength(1)
  })

  it('is pushed: all rows first, then what changes', async () => {
    const leaving = new AbortController()
    const events = eventsOf('SELECT name, points FROM scores', leaving.signal)
    const first = await events.next()
    expect(first.value).toMatchObject({
      event: 'rows',
      data: {
        rows: [
          ['bob', 2],
          ['ann', 3],
        ],
      },
    })
    await session.rows("INSERT INTO scores VALUES ('bob', 7)")
    const second = await events.next()
    expect(second.value).toEqual({
      event: 'changes',
      data: {
        changes: [
          { kind: 'UPDATE_BEFORE', fields: ['bob', 2] },
          { kind: 'UPDATE_AFTER', fields: ['bob', 7] },
        ],
      },
    })
    leaving.abort()
  })

  it('refuses what is no SELECT, errors with their place, too many rows and too many views', async () => {
    expect((await query("INSERT INTO scores VALUES ('x', 1)")).body).toMatchObject({
      status: 400,
      detail: 'a view is a SELECT',
    })
    expect((await query('SELECT\n nope FROM scores')).body).toMatchObject({
      code: 'SQL_VALIDATION',
      line: 2,
      column: 2,
    })
    const values = Array.from({ length: 6 }, (_, n) => `(${n})`).join(', ')
    expect((await query(`SELECT * FROM (VALUES ${values}) AS t (n)`)).body).toMatchObject({
      code: 'SQL_LIMIT',
      status: 429,
    })
    await query('SELECT name FROM scores')
    await query('SELECT points FROM scores')
    const fourth = await query('SELECT points + 1 FROM scores')
    expect(fourth.body['detail']).toContain('3 views are kept')
  })
})
