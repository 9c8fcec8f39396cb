import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemClocks } from '@millrace/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { httpSender } from './http-sender.ts'
import { networkGuard } from './network-guard.ts'

let server: Server
let url: string
let received: { readonly headers: readonly string[]; readonly body: string }[]
const clock = systemClocks().liveness
let sender: ReturnType<typeof httpSender>

beforeEach(async () => {
  received = []
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ headers: request.rawHeaders, body: Buffer.concat(chunks).toString() })
      if (request.url === '/hang') return
      if (request.url === '/drip') response.write('x')
      else if (request.url === '/flood') {
        const more = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536)));
          if (!response.destroyed) response.once('drain', more)
        }
        more()
      } else if (request.url === '/redirect') response.writeHead(302, { location: '/elsewhere' }).end()
      else if (request.url === '/cut')
        response.writeHead(200, { 'content-length': '10' }).write('x', () => response.destroy())
      else response.writeHead(200, { 'x-answer': 'yes' }).end('fine')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  sender = httpSender({ clock, guard: networkGuard(['127.0.0.0/8', '::1/128']) })
})
afterEach(async () => {
  sender.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const post = (path: string, timeoutMs = 5000, headers: [string, string][] = []) =>
  sender.send({ method: 'POST', url: url + path, headers, body: Buffer.from('data'), timeoutMs })

describe('a subscriber', () => {
  it('gets the bytes and the headers, and its answer comes back', async () => {
    const answer = await post('/', 5000, [['ce-id', '1']])
    expect(answer).toMatchObject({ kind: 'answer', status: 200, truncated: false, body: Buffer.from('fine') })
    expect(received[0]?.body).toBe('data')
    expect(received[0]?.headers).toEqual(expect.arrayContaining(['ce-id', '1', 'content-length', '4']))
  })
  it.each(['/hang', '/drip'])('that hangs at %s costs its deadline (A70)', async (path) => {
    expect(await post(path, 50)).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/50 ms/),
      permanent: false,
    })
  })
  it('that answers without end costs a megabyte', async () => {
    const answer = await post('/flood')
    expect(answer).toMatchObject({ kind: 'answer', truncated: true })
    expect(answer.kind === 'answer' && answer.body.length).toBeLessThanOrEqual(1_000_000)
  })
  it('that redirects is not followed (B13, 81)', async () => {
    expect(await post('/redirect')).toMatchObject({ kind: 'answer', status: 302 })
    expect(received).toHaveLength(1)
  })
  it('that breaks off, or is not there, has not answered (A67)', async () => {
    expect(await post('/cut')).toMatchObject({ kind: 'failed', permanent: false })
    const none = {
      method: 'POST',
      url: 'http://127.0.0.1:1',
      headers: [],
      body: Buffer.alloc(0),
      timeoutMs: 1000,
    } as const
    expect(await sender.send(none)).toMatchObject({ kind: 'failed', permanent: false })
  })
  it.each(['bad://uri', 'file:///etc/passwd', 'nothing'])('at %s is nobody (A60)', async (bad) => {
    const request = { method: 'POST', url: bad, headers: [], body: Buffer.alloc(0), timeoutMs: 1000 } as const
    expect(await sender.send(request)).toMatchObject({ kind: 'failed', permanent: true })
  })
  it('gets no header that cannot be written', async () => {
    expect(await post('/', 1000, [['x', 'a\nb']])).toMatchObject({ kind: 'failed', permanent: true })
  })
})

describe('the guard', () => {
  it('keeps requests out of private networks, by address and by name', async () => {
    const closed = httpSender({ clock, guard: networkGuard([]) })
    for (const target of [
      url,
      url.replace('127.0.0.1', 'localhost'),
      'http://169.254.169.254/',
      'http://[::ffff:10.0.0.1]/',
    ]) {
      const request = { method: 'POST', url: target, headers: [], body: Buffer.alloc(0), timeoutMs: 1000 } as const
      expect(await closed.send(request)).toMatchObject({ kind: 'failed', permanent: true })
    }
    expect(received).toHaveLength(0)
    closed.close()
  })
  it.each([
    ['8.8.8.8', true],
    ['10.1.2.3', false],
    ['172.31.0.1', false],
    ['127.0.0.1', false],
    ['0.0.0.0', false],
    ['::1', false],
    ['::ffff:7f00:1', false],
    ['::ffff:8.8.8.8', true],
    ['fe80::1', false],
    ['2606:4700::1', true],
    ['host', false],
  ])('says of %s: %s', (address, expected) => {
    expect(networkGuard([])(address)).toBe(expected)
  })
  it('opens what is allowed, and refuses what is no network', () => {
    expect(networkGuard(['10.0.0.0/8'])('10.1.2.3')).toBe(true)
    expect(() => networkGuard(['10.0.0.0'])).toThrow(/is no network/)
    expect(() => networkGuard(['10.0.0.0/33'])).toThrow(/is no network/)
  })
})
