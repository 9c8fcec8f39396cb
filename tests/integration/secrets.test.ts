import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { connectKafka } from '@millrace/client'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { type Platform, startPlatform } from '@millrace/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'

/** Secrets of the systems, as one would configure them; each is looked for wherever it must not be. */
const configured = {
  MILLRACE_SECRET_SHOP: 'canary-of-the-events',
  FULFILMENT_GITHUB_TOKEN: 'canary-of-the-dispatch',
  WEBHOOK_SECRET: 'canary-of-the-webhook',
  SESSION_SECRET: 'canary-of-the-session',
}
const silent = { debug() {}, info() {}, warn() {}, error() {} }
const secrets: string[] = Object.values(configured)
const told: string[] = []
let platform: Platform
let token = ''

beforeAll(async () => {
  const args = ['--auth', '--log-level', 'debug', '--app-ports', 'free', '--smtp', '0']
  platform = await startPlatform({ args, apps: 'all', env: configured, readyTimeoutMs: 90_000 })
  token = readFileSync(join(platform.dataDir, 'console-token'), 'utf8').trim()
}, 100_000)
afterAll(() => platform.remove())

/** All that the process has written so far. */
const log = (): string => readFileSync(join(platform.dataDir, '..', 'platform.log'), 'utf8')

async function call(method: string, url: string, bearer?: string, body?: object): Promise<string> {
  const headers = {
    ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    ...(body && { 'content-type': 'application/json' }),
  }
  const answer = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  return answer.text()
}

/** What is answered here may be read by others. */
const heard = async (...args: Parameters<typeof call>): Promise<void> => void told.push(await call(...args))

it('starts all systems, which log in by themselves', () => {
  expect(Object.keys(platform.ready.apps ?? {}).length).toBeGreaterThanOrEqual(5)
  expect(log()).not.toMatch(/did not start|UNAUTHENTICATED|SASL_AUTHENTICATION_FAILED/)
})

it('logs in everywhere, rightly and wrongly', async () => {
  const { console = '', kafka, sql, events } = platform.ready
  const create = async (name: string, kind: string): Promise<string> => {
    const made = await call('POST', `${console}/v1/keys`, token, { name, kind, scopes: ['admin'] })
    const { secret } = JSON.parse(made) as { readonly secret: string }
    secrets.push(secret)
    return secret
  }
  const [password, clientSecret, key] = [
    await create('u', 'user'),
    await create('c', 'client'),
    await create('k', 'key'),
  ]
  for (const [name, mechanism] of [
    ['u', 'PLAIN'],
    ['u', 'SCRAM-SHA-512'],
    ['nobody', 'PLAIN'],
  ] as const) {
    const settings = {
      KAFKA_BROKERS: kafka,
      KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
      KAFKA_SASL_MECHANISM: mechanism,
      KAFKA_SASL_USERNAME: name,
      KAFKA_SASL_PASSWORD: password,
    }
    const ports = { clocks: systemClocks(), random: systemRandom, log: silent }
    await connectKafka(settings, ports).then(
      (client) => client.close(),
      (error: Error) => told.push(error.message),
    )
  }
  const form = { grant_type: 'client_credentials', client_id: 'c', client_secret: clientSecret }
  const issued = await call('POST', `${console}/oauth/token`, undefined, form)
  secrets.push((JSON.parse(issued) as { readonly access_token: string }).access_token)
  await heard('POST', `${console}/oauth/token`, undefined, { ...form, client_id: 'wrong' })
  for (const bearer of [key, clientSecret, `${key}0`]) {
    await heard('GET', `${sql}/v3/info`, bearer)
    await heard('POST', `${events}/default/default`, bearer, { not: 'an event' })
    await heard('GET', `${console}/api/overview`, bearer)
  }
})

it('tells no secret on any page, metric, record of the audit, variable or list', async () => {
  const { console = '', sql } = platform.ready
  const paths = ['/metrics', '/v1/keys', '/v1/audit', '/v1/inbox', '/v1/clock', '/health/ready', '/api/overview', '/']
  for (const path of paths) await heard('GET', console + path, token)
  for (const what of ['variables', 'jobs', 'incidents', 'process-instances']) {
    await heard('POST', `${console}/v2/${what}/search`, token, {})
  }
  await heard('GET', `${sql}/v1/jobs`, token)
  for (const url of Object.values(platform.ready.apps ?? {})) {
    for (const path of ['/', '/metrics', '/health/ready', '/status', '/nothing']) await heard('GET', url + path)
  }
  expectNone(told.join('\n'), 'an answer')
})

it('writes no secret into a log line, a record or a file', async () => {
  await platform.stop()
  expectNone(log(), 'the log')
  for (const file of readdirSync(platform.dataDir, { recursive: true, withFileTypes: true })) {
    if (!file.isFile() || file.name === 'console-token') continue
    expectNone(readFileSync(join(file.parentPath, file.name), 'latin1'), file.name)
  }
})

function expectNone(text: string, where: string): void {
  for (const secret of secrets) {
    expect(text.includes(secret), `${where} has ${secret.slice(0, 12)}…`).toBe(false)
    const encoded = Buffer.from(secret).toString('base64').replace(/=+$/, '')
    expect(text.includes(encoded), `${where} has ${secret.slice(0, 12)}… in base64`).toBe(false)
  }
  // What the platform's own parts log in with.
  expect(text).not.toMatch(/millrace\.platform\.key\.[0-9a-f]{64}/)
}
