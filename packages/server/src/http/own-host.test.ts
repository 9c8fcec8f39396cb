import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Secured, securedPlatform } from '../../test/secured-platform.ts'

let open: Secured

beforeAll(async () => {
  open = await securedPlatform({ auth: false, advertise: 'millrace.example:9092' })
}, 30_000)
afterAll(() => open.platform.stop())

async function statusFor(name: string, method: string, url: string): Promise<number | undefined> {
  const { hostname, port, pathname } = new URL(url)
  const headers = { host: `${name}:${port}`, origin: `http://${name}:${port}`, 'content-type': 'application/json' }
  const sent = request({ host: hostname, port, method, path: pathname, headers, agent: false })
  sent.end(method === 'POST' ? '{}' : undefined)
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  answer.resume()
  return answer.statusCode
}

const asked = (): readonly (readonly [string, string])[] => {
  const { console, sql, events } = open.platform
  return [
    ['POST', `${sql}/v3/sessions`],
    ['POST', `${console}/v2/process-instances/search`],
    ['GET', `${console}/metrics`],
    ['GET', `${events}/apis/eventing.knative.dev/v1/brokers`],
    ['POST', `${events}/default/default`],
  ]
}

it('refuses a page whose name was rebound to loopback, on every listener', async () => {
  for (const [method, url] of asked()) {
    expect([url, await statusFor('evil.example', method, url)]).toEqual([url, 421])
    expect([url, await statusFor('127.0.0.1.evil.example', method, url)]).toEqual([url, 421])
  }
})

it('answers for the names of loopback and for the advertised one', async () => {
  for (const [method, url] of asked()) {
    for (const name of ['127.0.0.1', 'localhost', 'millrace.example']) {
      expect([url, name, await statusFor(name, method, url)]).not.toEqual([url, name, 421])
    }
  }
})

it('answers for any name where somebody wished to be reached from elsewhere', async () => {
  const reached = await securedPlatform({ auth: false, insecure: true })
  try {
    expect(await statusFor('millrace', 'GET', `${reached.platform.console}/metrics`)).toBe(200)
    expect(await statusFor('10.0.0.7', 'GET', `${reached.platform.events}/apis/eventing.knative.dev/v1/brokers`)).toBe(
      200,
    )
  } finally {
    await reached.platform.stop()
  }
})
