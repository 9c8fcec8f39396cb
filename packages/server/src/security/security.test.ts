import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Secured, securedPlatform } from '../../test/secured-platform.ts'

let secured: Secured

beforeAll(async () => {
  secured = await securedPlatform()
}, 30_000)
afterAll(() => secured.platform.stop())

const send = (bearer: string | undefined, path: string): Promise<Response> =>
  fetch(secured.platform.events + path, {
    method: 'POST',
    headers: {
      'ce-specversion': '1.0',
      'ce-id': '1',
      'ce-source': '/test',
      'ce-type': 'tested',
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    },
  })

/** Ways to write a path that come to the same route: one letter encoded, every letter, and a whole URL. */
function otherTargets(url: string): readonly string[] {
  const { pathname } = new URL(url)
  const encoded = (letter: string): string => `%${letter.charCodeAt(0).toString(16)}`
  return [
    pathname.replace(/\w/u, encoded),
    pathname.replaceAll(/\w/gu, encoded),
    `http://elsewhere${pathname}`,
    `http://elsewhere${pathname.replace(/\w/u, encoded)}`,
  ]
}

/** Sends a request target as it is: `fetch` would mend it. */
async function statusOf(method: string, url: string, target: string): Promise<number | undefined> {
  const { hostname: host, port } = new URL(url)
  const sent = request({ host, port, method, path: target, agent: false }).end()
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  answer.resume()
  return answer.statusCode
}

/** A query that never ends, over a table that everybody sees. */
async function sharedQuery(): Promise<string> {
  const { platform, call, token } = secured
  const post = async (path: string, body: object): Promise<Response> => call('POST', platform.sql + path, token, body)
  const { sessionHandle } = (await (await post('/v3/sessions', {})).json()) as { readonly sessionHandle: string }
  const statement = 'CREATE TABLE scores (name STRING, PRIMARY KEY (name) NOT ENFORCED)'
  await post(`/v3/sessions/${sessionHandle}/statements`, { statement })
  const sql = 'SELECT * FROM scores'
  await vi.waitFor(async () => expect((await post('/v1/views/query', { sql })).status).toBe(200), 10_000)
  return sql
}

async function streamOf(url: string, bearer: string): Promise<IncomingMessage> {
  const sent = request(url, { headers: { authorization: `Bearer ${bearer}` }, agent: false }).end()
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  return answer.on('error', () => undefined).resume()
}

describe('with authentication on', () => {
  it('lets nobody in without a key, on any HTTP listener, and says how it is done', async () => {
    const { platform, call } = secured
    const closed: readonly (readonly [string, string])[] = [
      ['GET', `${platform.sql}/v3/info`],
      ['GET', `${platform.sql}/nothing`],
      ['POST', `${platform.sql}/v3/sessions`],
      ['GET', `${platform.sql}/v1/jobs`],
      ['POST', `${platform.events}/default/default`],
      ['POST', `${platform.events}/`],
      ['GET', `${platform.events}/apis/eventing.knative.dev/v1/namespaces/default/triggers`],
      ['GET', `${platform.console}/metrics`],
      ['GET', `${platform.console}/v1/clock`],
      ['POST', `${platform.console}/v1/clock/advance`],
      ['GET', `${platform.console}/v1/inbox`],
      ['GET', `${platform.console}/v1/keys`],
      ['GET', `${platform.console}/v1/audit`],
      ['POST', `${platform.console}/v2/process-instances/search`],
      ['GET', `${platform.console}/api/overview`],
      ['GET', `${platform.console}/api/topics`],
    ]
    for (const [method, url] of closed) {
      const answer = await call(method, url)
      expect([url, answer.status]).toEqual([url, 401])
      expect(await answer.text()).toMatch(/key|token/i)
      for (const target of otherTargets(url))
        expect([target, await statusOf(method, url, target)]).toEqual([target, 401])
    }
  })

  it('answers probes without a key, and tells them no reasons', async () => {
    const ready = await secured.call('GET', `${secured.platform.console}/health/ready`)
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'UP' }])
    expect((await secured.call('GET', `${secured.platform.console}/health/live`)).status).toBe(200)
  })

  it('lets a key do what its scopes say, and nothing else', async () => {
    const { platform, call, create } = secured
    const key = await create('reader', 'key', 'statements:*:read', 'platform:clock:read')
    expect((await call('GET', `${platform.sql}/v3/info`, key)).status).toBe(200)
    expect((await call('GET', `${platform.console}/v1/clock`, key)).status).toBe(200)
    const refused = await call('POST', `${platform.sql}/v3/sessions`, key, {})
    expect(refused.status).toBe(403)
    expect(await refused.text()).toContain('statements:*:write')
    expect((await call('POST', `${platform.console}/v1/clock/advance`, key, { ms: 1 })).status).toBe(403)
    expect((await call('GET', `${platform.console}/v1/keys`, key)).status).toBe(403)
    expect((await call('GET', `${platform.console}/api/topics`, key)).status).toBe(401)
  })

  it('lets events in for the broker of a scope', async () => {
    const key = await secured.create('source', 'key', 'brokers:default/default:write')
    expect((await send(key, '/')).status).toBe(202)
    expect((await send(key, '/default/default')).status).toBe(202)
    expect((await send(key, '/default/other')).status).toBe(403)
    const triggers = `${secured.platform.events}/apis/eventing.knative.dev/v1/namespaces/default/triggers`
    expect((await secured.call('GET', triggers, key)).status).toBe(403)
  })

  it('keeps a key of one namespace out of the others, however they are written', async () => {
    const key = await secured.create('team', 'key', 'brokers:team-a/*:read,manage')
    const status = async (method: string, path: string): Promise<number> =>
      (await secured.call(method, `${secured.platform.events}/apis/${path}`, key)).status
    const own = 'eventing.knative.dev/v1/namespaces/team-a'
    for (const path of [`${own}/triggers`, `${own}/brokers`, `${own}/brokers/b`, `${own}/triggers/t`]) {
      expect([path, [200, 404]]).toEqual([path, expect.arrayContaining([await status('GET', path)])])
    }
    expect(await status('POST', `${own}/triggers`)).toBe(400)
    const others = 'eventing.knative.dev/v1/namespaces/team-b'
    const refused: readonly (readonly [string, string])[] = [
      ['POST', `${others}/triggers`],
      ['POST', `${others.replace('team-b', 'team%2Db')}/triggers`],
      ['DELETE', `${others}/triggers/t`],
      ['PUT', `${others}/brokers/b`],
      ['GET', `${others}/brokers/b`],
      ['GET', 'eventing.knative.dev/v1/brokers'],
      ['GET', 'events.millrace.dev/v1/failures'],
      ['POST', 'events.millrace.dev/v1/namespaces/team-b/triggers/t/replay'],
    ]
    for (const [method, path] of refused) expect([path, await status(method, path)]).toEqual([path, 403])
  })

  it("lets a key of one broker make no trigger, which could be another broker's", async () => {
    const key = await secured.create('one-broker', 'key', 'brokers:team-a/orders:manage')
    const namespace = `${secured.platform.events}/apis/eventing.knative.dev/v1/namespaces/team-a`
    expect((await secured.call('POST', `${namespace}/triggers`, key)).status).toBe(403)
    expect((await secured.call('DELETE', `${namespace}/triggers/orders`, key)).status).toBe(403)
    expect((await secured.call('DELETE', `${namespace}/brokers/orders`, key)).status).toBe(404)
  })

  it('lets nobody in with a key that was revoked, is wrong or says nothing', async () => {
    const { platform, call, create, token } = secured
    const key = await create('gone', 'key', 'admin')
    expect((await call('GET', `${platform.sql}/v3/info`, key)).status).toBe(200)
    expect((await call('DELETE', `${platform.console}/v1/keys/gone`, token)).status).toBe(200)
    const wrong = `millrace.gone.${'0'.repeat(64)}`
    for (const bearer of [key, wrong, 'x', token.slice(1)]) {
      const answer = await call('GET', `${platform.sql}/v3/info`, bearer)
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toContain('invalid_token')
    }
  })

  it('cuts off the streams of a key that was revoked, on every listener, and no others', async () => {
    const { console, sql } = secured.platform
    const scopes = ['platform:console:read', 'platform:clock:read', 'statements:*:read']
    const view = `${sql}/v1/views/stream?sql=${encodeURIComponent(await sharedQuery())}`
    const streams = async (name: string): Promise<readonly IncomingMessage[]> => {
      const key = await secured.create(name, 'key', ...scopes)
      const urls = [`${console}/api/live?watch=topics`, `${console}/v1/clock/events?id=${name}`, view]
      return Promise.all(urls.map((url) => streamOf(url, key)))
    }
    const [leaving, staying] = [await streams('leaver'), await streams('stayer')]
    expect([...leaving, ...staying].map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200, 200])
    const closed = leaving.map((stream) => new Promise((resolve) => stream.once('close', resolve)))
    expect((await secured.call('DELETE', `${console}/v1/keys/leaver`, secured.token)).status).toBe(200)
    await Promise.all(closed)
    expect(staying.map(({ destroyed }) => destroyed)).toEqual([false, false, false])
    for (const stream of staying) stream.destroy()
  })

  it('tells a key that revokes itself that it is done', async () => {
    const key = await secured.create('self', 'key', 'platform:keys:manage')
    expect((await secured.call('DELETE', `${secured.platform.console}/v1/keys/self`, key)).status).toBe(200)
  })

  it('searches processes for a key of all of them only', async () => {
    const search = `${secured.platform.console}/v2/process-instances/search`
    const [one, all] = ['processes:orders:read', 'processes:*:read']
    expect((await secured.call('POST', search, await secured.create('one', 'key', one), {})).status).toBe(403)
    expect((await secured.call('POST', search, await secured.create('all', 'key', all), {})).status).toBe(200)
  })

  it('makes an admin that does what the console does', async () => {
    const { platform, call, create } = secured
    const key = await create('operator', 'key', 'admin')
    expect((await call('GET', `${platform.console}/api/overview`, key)).status).toBe(200)
    const made = await call('POST', `${platform.console}/v1/keys`, key, { name: 'a', kind: 'key', scopes: ['admin'] })
    expect(made.status).toBe(201)
  })

  it.each([
    [{ name: 'x y', kind: 'key', scopes: ['admin'] }, 400, 'INVALID_NAME'],
    [{ name: 'x', kind: 'robot', scopes: ['admin'] }, 400, 'INVALID_KEY'],
    [{ name: 'x', kind: 'key', scopes: [] }, 400, 'NO_SCOPES'],
    [{ name: 'x', kind: 'user', scopes: ['admin'], password: 'short' }, 400, 'WEAK_PASSWORD'],
    [{ name: 'x', kind: 'key', scopes: ['all'] }, 400, 'INVALID_SCOPE'],
  ])('refuses to make %j', async (body, status, code) => {
    const { platform, call, token } = secured
    const answer = await call('POST', `${platform.console}/v1/keys`, token, body)
    expect([answer.status, await answer.json()]).toMatchObject([status, { code }])
  })

  it('writes down who did what, and no secret', async () => {
    const { platform, call, token, create, logged } = secured
    const key = await create('watched', 'key', 'statements:*:read')
    await call('GET', `${platform.sql}/v3/info`, key)
    await call('GET', `${platform.sql}/v3/info`, `${key.slice(0, -1)}x`)
    const answer = await call('GET', `${platform.console}/v1/audit`, token)
    const text = await answer.text()
    const { items } = JSON.parse(text) as { readonly items: readonly object[] }
    expect(items.slice(0, 3)).toMatchObject([
      { who: 'bearer', action: 'login', outcome: 'refused', target: 'sql' },
      { who: 'User:watched', action: 'login', outcome: 'done', target: 'sql' },
      { who: 'User:console', action: 'key.create', outcome: 'done', target: 'watched' },
    ])
    for (const secret of [key, token]) expect(text + logged()).not.toContain(secret)
  })
})

it('writes down what is changed in the console', async () => {
  const { platform, call, token } = secured
  const body = { name: 'made-here', partitions: 1, settings: {} }
  expect((await call('POST', `${platform.console}/api/topics`, token, body)).status).toBeLessThan(300)
  const { items } = (await (await call('GET', `${platform.console}/v1/audit`, token)).json()) as { items: object[] }
  expect(items).toContainEqual(expect.objectContaining({ who: 'console', action: 'topic.create', target: 'made-here' }))
})

describe('the token endpoint', () => {
  const ask = (body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(`${secured.platform.console}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body,
    })

  it('gives a client a token for its secret, in the form or as Basic', async () => {
    const secret = await secured.create('worker', 'client', 'platform:clock:read')
    const form = `grant_type=client_credentials&client_id=worker&client_secret=${secret}&audience=zeebe`
    const basic = { authorization: `Basic ${Buffer.from(`worker:${secret}`).toString('base64')}` }
    for (const answer of [await ask(form), await ask('grant_type=client_credentials', basic)]) {
      expect(answer.status).toBe(200)
      expect(answer.headers.get('cache-control')).toBe('no-store')
      const told = (await answer.json()) as { readonly access_token: string }
      expect(told).toMatchObject({ token_type: 'Bearer', expires_in: 3600 })
      const clock = await secured.call('GET', `${secured.platform.console}/v1/clock`, told.access_token)
      expect(clock.status).toBe(200)
    }
  })

  it.each([
    ['grant_type=client_credentials&client_id=worker&client_secret=wrong', 401, 'invalid_client'],
    ['grant_type=client_credentials&client_id=nobody&client_secret=wrong', 401, 'invalid_client'],
    ['grant_type=password&client_id=worker&client_secret=wrong', 400, 'unsupported_grant_type'],
    ['grant_type=client_credentials&client_id=worker', 400, 'invalid_request'],
    ['', 400, 'unsupported_grant_type'],
  ])('answers "%s" as RFC 6749 has it', async (form, status, error) => {
    const answer = await ask(form)
    expect([answer.status, await answer.json()]).toMatchObject([status, { error }])
  })

  it('asks to slow down after ten failures', async () => {
    const form = 'grant_type=client_credentials&client_id=guessed&client_secret=x'
    const statuses = await Promise.all(Array.from({ length: 12 }, async () => (await ask(form)).status))
    expect(statuses.filter((status) => status === 429)).toHaveLength(2)
  })
})
