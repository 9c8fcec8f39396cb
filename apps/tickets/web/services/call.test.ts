// @vitest-environment node
import { once } from 'node:events'
import { type IncomingMessage, type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { httpServices } from './services.ts'

interface Asked {
  readonly what: string
  readonly token: string | undefined
  readonly body: unknown
}

let server: Server
let url: string
let asked: Asked[]
let answer: { readonly status: number; readonly body: string }

beforeEach(async () => {
  asked = []
  answer = { status: 200, body: '{}' }
  server = createServer((request, response) => {
    void textOf(request).then((text) => {
      const { method = '', url: path = '', headers } = request
      asked.push({
        what: `${method} ${path}`,
        token: headers.authorization,
        body: text === '' ? undefined : JSON.parse(text),
      })
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(() => server.close())

const services = () => httpServices({ QUEUE_URL: url, TICKETS_URL: url, PAYMENTS_URL: url })

it('asks the routes of the contract', async () => {
  answer = { status: 200, body: '{"items": []}' }
  const { queue, tickets, payments } = services()
  await queue.join('s 1', 'client')
  await queue.place('a/b')
  await tickets.reserve('r1', 's1', 'jwt', { ticketsType: 'standing', ticketsQuantity: 2 })
  await tickets.checkout('r1', 's1', undefined)
  expect(await payments.transfers()).toEqual([])
  expect(asked).toEqual([
    { what: 'POST /join', token: undefined, body: { sessionId: 's 1', client: 'client' } },
    { what: 'GET /a%2Fb', token: undefined, body: undefined },
    {
      what: 'POST /reserve',
      token: 'Bearer jwt',
      body: { reservationId: 'r1', sessionId: 's1', ticketsType: 'standing', ticketsQuantity: 2 },
    },
    { what: 'POST /checkout', token: undefined, body: { sessionId: 's1', reservationId: 'r1' } },
    { what: 'GET /payments?status=awaiting&method=transfer', token: undefined, body: undefined },
  ])
})

it('passes on what a service refused, in its words', async () => {
  const errors = [{ field: 'ticketsQuantity', message: 'must be at most 10' }]
  answer = {
    status: 409,
    body: JSON.stringify({ title: 'No', detail: 'none left', code: 'SOLD_OUT', soldOut: 'held', errors }),
  }
  await expect(services().queue.sale()).rejects.toMatchObject({
    details: { status: 409, detail: 'none left', code: 'SOLD_OUT', errors, extensions: { soldOut: 'held' } },
  })
})

it.each([
  [500, '{"detail": "secret"}'],
  [200, 'no JSON'],
  [302, '{}'],
])('takes %i %s for silence, and tells nobody what it said', async (status, body) => {
  answer = { status, body }
  const failure = await services()
    .payments.cards()
    .catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'PAYMENTS_SILENT', service: 'payments' })
  expect(String(failure)).not.toContain('secret')
})

it('takes nobody at the address for silence', async () => {
  server.close()
  await expect(services().tickets.stock()).rejects.toMatchObject({ code: 'TICKETS_SILENT' })
})

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
