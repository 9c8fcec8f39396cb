// @vitest-environment node
import { systemClocks } from '@millrace/kernel'
import fastify, { type FastifyInstance, type InjectOptions } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AuditLog, memoryAuditLog } from './audit.ts'
import { consolePlugin } from './plugin.ts'

const token = '0123456789abcdef0123456789abcdef'
const host = '127.0.0.1:8080'
const bearer = { host, authorization: `Bearer ${token}` }

let server: FastifyInstance
let audit: AuditLog

beforeEach(async () => {
  server = fastify()
  audit = memoryAuditLog()
  server.get('/metrics', () => 'open to all')
  // Nothing listens there: what these tests ask for must be refused before Kafka is asked.
  const kafka = { bootstrapBrokers: ['127.0.0.1:1'] }
  await server.register(consolePlugin, { kafka, token, clocks: systemClocks(), hosts: ['millrace.example'], audit })
})

afterEach(() => server.close())

const ask = (options: InjectOptions) => server.inject({ method: 'GET', url: '/api/audit', ...options })

async function session(): Promise<string> {
  const answer = await ask({
    method: 'POST',
    url: '/api/session',
    headers: { host, origin: `http://${host}` },
    payload: { token },
  })
  return String(answer.headers['set-cookie'])
}

describe('the token', () => {
  it('is exchanged for a cookie that no script can read and no other site can send', async () => {
    const cookie = await session()
    expect(cookie).toMatch(/^millrace_console_\d+=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict$/)
    const [pair = ''] = cookie.split(';')
    expect(pair).not.toContain(token)
    expect((await ask({ headers: { host, cookie: pair } })).statusCode).toBe(200)
    expect((await ask({ url: '/api/session', headers: { host, cookie: pair } })).json()).toEqual({ open: true })
  })

  it('is needed for everything under /api/, and the refusal says where to find it', async () => {
    const plain = ['/api/audit', '/api/topics', '/api/live', '/api/routes', '/api/nothing']
    const encoded = ['/%61pi/audit', '/%61%70%69/topics', '/a%70i/nothing']
    for (const url of [...plain, ...encoded]) {
      const answer = await ask({ url, headers: { host } })
      expect(answer.statusCode).toBe(401)
      expect(answer.json()).toMatchObject({
        code: 'TOKEN_NEEDED',
        detail: expect.stringContaining('printed at its start'),
      })
    }
  })

  it.each(['wrong', `${token}0`, token.slice(1), ''])('is not %j', async (wrong) => {
    const headers = { host, origin: `http://${host}` }
    const answer = await ask({ method: 'POST', url: '/api/session', headers, payload: { token: wrong } })
    expect([400, 401]).toContain(answer.statusCode)
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect((await ask({ headers: { host, cookie: `millrace_console_0=${wrong}` } })).statusCode).toBe(401)
  })

  it('must be long', async () => {
    const other = fastify()
    const options = { kafka: { bootstrapBrokers: ['127.0.0.1:1'] }, token: 'short', clocks: systemClocks() }
    await expect(other.register(consolePlugin, options)).rejects.toThrow('at least 32 characters')
  })
})

describe('the host', () => {
  it.each(['localhost:8080', '127.0.0.1', '[::1]:8080', 'millrace.example:8080', 'MILLRACE.example'])(
    'may be %s',
    async (name) => expect((await ask({ headers: { ...bearer, host: name } })).statusCode).toBe(200),
  )

  it.each(['evil.example', '127.0.0.1.evil.example', 'localhost@evil.example', '192.168.1.5:8080', 'x localhost'])(
    'may not be %s, whose DNS may have been rebound to us',
    async (name) => {
      for (const url of ['/', '/api/audit']) {
        const answer = await ask({ url, headers: { ...bearer, host: name } })
        expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([421, 'WRONG_HOST'])
      }
    },
  )
})

describe('a change', () => {
  const payload = { confirm: 'other' }

  it('is refused from a foreign page, even with the cookie', async () => {
    const [cookie = ''] = (await session()).split(';')
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:9999', undefined]) {
      const headers = { host, cookie, ...(origin === undefined ? {} : { origin }) }
      const answer = await ask({ method: 'DELETE', url: '/api/topics/orders', headers, payload })
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'FOREIGN_ORIGIN'])
    }
    expect(audit.recent(10)).toEqual([])
  })

  it('is refused from a foreign page however its path is written', async () => {
    const [cookie = ''] = (await session()).split(';')
    const headers = { host, cookie, origin: 'https://evil.example' }
    for (const url of ['/%61pi/topics/orders', '/%61%70i/session']) {
      const answer = await ask({ method: url.endsWith('session') ? 'POST' : 'DELETE', url, headers, payload })
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'FOREIGN_ORIGIN'])
    }
  })

  it('that is refused goes into the audit log too', async () => {
    const answer = await ask({ method: 'DELETE', url: '/api/topics/orders', headers: bearer, payload })
    expect(answer.json()).toMatchObject({ status: 400, code: 'CONFIRMATION_MISSING' })
    expect(audit.recent(10)).toMatchObject([{ action: 'topic.delete', target: 'orders', outcome: 'refused' }])
  })
})

describe('every answer', () => {
  it('forbids inline script, frames and guessing of types', async () => {
    for (const url of ['/', '/topics/orders', '/api/audit', '/api/nothing', '/assets/none.js']) {
      const { headers } = await ask({ url, headers: bearer })
      expect(headers['content-security-policy']).toContain("default-src 'none'")
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
      expect(headers['content-security-policy']).not.toContain('unsafe')
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe('no-referrer')
    }
  })

  it('is the one page for every address that is neither a file nor the API', async () => {
    const answer = await ask({ url: '/topics/orders?order=oldest', headers: { host } })
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect((await ask({ url: '/api/nothing', headers: bearer })).statusCode).toBe(404)
    expect((await ask({ url: '/assets/none.js', headers: bearer })).statusCode).toBe(404)
  })

  it('leaves the other routes of the server alone', async () => {
    const answer = await server.inject({ url: '/metrics', headers: { host: 'anything.example' } })
    expect([answer.statusCode, answer.body]).toEqual([200, 'open to all'])
    expect(answer.headers['content-security-policy']).toBeUndefined()
  })
})

describe('bad input', () => {
  it.each([
    ['POST', '/api/topics', { name: 'a b', partitions: 0 }, ['body.name', 'body.partitions']],
    ['POST', '/api/topics', {}, ['body.name']],
    [
      'POST',
      '/api/topics/t/records',
      { value: 5, headers: [{ name: '' }] },
      ['body.value', 'body.headers.0.name', 'body.headers.0.value'],
    ],
    [
      'GET',
      '/api/topics/t/records?limit=1000&order=up&from=yesterday',
      undefined,
      ['query.limit', 'query.order', 'query.from'],
    ],
    ['GET', '/api/topics/a%20b/records', undefined, ['params.topic']],
    ['POST', '/api/groups/g/reset/preview', { topic: 't', to: { kind: 'soon' } }, ['body.to.kind']],
    ['POST', '/api/groups/g/reset', { topic: 't', offsets: [] }, ['body.offsets']],
    ['PUT', '/api/topics/t/settings', { name: '' }, ['body.name', 'body.value']],
  ] as const)('%s %s names each wrong field', async (method, url, payload, fields) => {
    const answer = await ask({ method, url, headers: bearer, ...(payload === undefined ? {} : { payload }) })
    expect(answer.statusCode).toBe(400)
    const { errors } = answer.json<{ errors: { field: string }[] }>()
    expect(errors.map(({ field }) => field).toSorted()).toEqual([...fields].toSorted())
  })

  it('says where a filter is wrong', async () => {
    const answer = await ask({ url: `/api/topics/t/records?filter=${encodeURIComponent('a > ')}`, headers: bearer })
    expect(answer.json()).toMatchObject({
      status: 400,
      code: 'INVALID_FILTER',
      detail: expect.stringContaining('at character 5'),
    })
  })

  it('that is no JSON, or too large, is refused as such', async () => {
    const headers = { ...bearer, 'content-type': 'application/json' }
    const broken = await ask({ method: 'POST', url: '/api/topics', headers, payload: '{' })
    const large = await ask({ method: 'POST', url: '/api/topics', headers, payload: `"${'x'.repeat(4_100_000)}"` })
    expect([broken.statusCode, large.statusCode]).toEqual([400, 413])
  })

  it('is told from a Kafka that cannot be reached', async () => {
    const answer = await ask({ url: '/api/groups', headers: bearer })
    expect(answer.json()).toMatchObject({ status: 503, code: 'KAFKA_UNREACHABLE' })
  })
})
