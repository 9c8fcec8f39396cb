import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Job } from '@millrace/client/zeebe'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { httpJob } from './http-job.ts'

const TOKEN = 'ghp_secret'
let server: Server
let origin = ''
let answer = { status: 204, text: '' }
let seen: { headers: IncomingMessage['headers']; body: string; url: string; method: string } | undefined

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      seen = { headers: request.headers, body, url: request.url ?? '', method: request.method ?? '' }
      response.writeHead(answer.status, { location: '/elsewhere' }).end(answer.text)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())
beforeEach(() => {
  seen = undefined
  answer = { status: 204, text: '' }
})

const job = (headers: Record<string, string> = {}, variables: object = {}): Job => ({
  key: '1',
  type: 'CAMUNDA-HTTP',
  processInstanceKey: '2',
  processId: 'p',
  processDefinitionKey: '1',
  processVersion: 1,
  elementId: 'e',
  elementInstanceKey: '3',
  headers: { method: 'POST', url: '{{DispatchUrl}}/repos/{{repo}}/dispatches', ...headers },
  variables: { repo: 'a/b', authorization: 'Bearer {{GitHubToken}}', body: { event_type: 'x' }, ...variables },
  retries: 3,
  deadline: 0,
})
const run = (given: Job, origins = [origin]) =>
  httpJob(given, { values: { GitHubToken: TOKEN, DispatchUrl: origin }, origins })

it('fills in the secret on the wire only, and completes with statusCode and body', async () => {
  answer = { status: 200, text: '{"ok":true}' }
  const outcome = await run(job())
  expect(outcome).toEqual({ kind: 'completed', variables: { statusCode: 200, body: { ok: true } } })
  expect(seen).toMatchObject({ url: '/repos/a/b/dispatches', method: 'POST', body: '{"event_type":"x"}' })
  expect(seen?.headers.authorization).toBe(`Bearer ${TOKEN}`)
})

it.each([302, 404, 500])('fails with one retry less on %i, without the token in its text', async (status) => {
  answer = { status, text: `you sent ${TOKEN}` }
  const outcome = await run(job())
  expect(outcome).toMatchObject({ kind: 'failed', retries: 2, message: expect.stringContaining(String(status)) })
  expect(JSON.stringify(outcome)).not.toContain(TOKEN)
})

it('throws the BPMN error that the answer names', async () => {
  answer = { status: 422, text: '{"error":{"code":"NO_STOCK"}}' }
  expect(await run(job({ errorCodePath: 'error.code' }))).toMatchObject({ kind: 'error', code: 'NO_STOCK' })
})

it('sends no secret to an address that it is not for', async () => {
  const outcome = await run(job({ url: `${origin}/steal` }), ['http://127.0.0.1:1'])
  expect(outcome).toMatchObject({ kind: 'failed', retries: 0, message: expect.stringContaining('GitHubToken') })
  expect(seen).toBeUndefined()
})

it('never fills a secret into the body', async () => {
  await run(job({}, { body: { text: '{{GitHubToken}}' } }))
  expect(seen?.body).toBe('{"text":"{{GitHubToken}}"}')
})

it('says what the model lacks', async () => {
  const message = expect.stringContaining('nowhere') as unknown
  expect(await run(job({ url: '{{nowhere}}/x' }))).toMatchObject({ kind: 'failed', retries: 0, message })
})

it('loses a retry when another service does not answer, and none when a service of this system is away', async () => {
  const url = 'http://127.0.0.1:9/x'
  const message = expect.stringContaining('http://127.0.0.1:9 does not answer') as unknown
  expect(await run(job({ url }, { authorization: '' }))).toMatchObject({ kind: 'failed', retries: 2, message })
  expect(await run(job({ url }), ['http://127.0.0.1:9'])).toMatchObject({ kind: 'failed', retries: 3, message })
})
