import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemClocks } from '@millrace/kernel'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { silentLog } from '../testing/silent.ts'
import { ChangeFeed } from './feed.ts'
import { LiveSockets } from './live.ts'
import type { LogState, ServerMessage } from './messages.ts'

const closing: (() => void)[] = []
afterEach(() => closing.splice(0).forEach((close) => close()))

async function dashboard() {
  const feed = new ChangeFeed('e1')
  let state: LogState = { following: true, upToDateAt: 1 }
  const live = new LiveSockets({
    feed,
    logState: () => state,
    clocks: systemClocks(),
    log: silentLog,
    isAllowedHost: (host) => host?.startsWith('127.') === true,
  })
  const server = createServer()
  live.attach(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    live.close()
    server.close()
  })
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`
  const change = (id: string) => {
    feed.add({ customers: [], products: [id], purchases: [] })
    live.changed()
  }
  const setState = (next: LogState) => {
    state = next
    live.stateChanged()
  }
  return { feed, live, url, change, setState }
}

/** Messages as they come; `next` waits for one more. */
function listener(url: string, options: { origin?: string; headers?: Record<string, string> } = {}) {
  const socket = new WebSocket(url, options)
  const messages: ServerMessage[] = []
  const waiting: (() => void)[] = []
  socket.on('message', (data: Buffer) => {
    messages.push(JSON.parse(data.toString()) as ServerMessage)
    waiting.splice(0).forEach((wake) => wake())
  })
  let read = 0
  const next = async (): Promise<ServerMessage> => {
    while (messages.length === read) await new Promise<void>((resolve) => waiting.push(resolve))
    return messages[read++] as ServerMessage
  }
  const closed = new Promise<string>((resolve) => {
    socket.on('unexpected-response', (_, response) => resolve(String(response.statusCode)))
    socket.on('error', () => {})
    socket.on('close', (code) => resolve(String(code)))
  })
  closing.push(() => socket.terminate())
  return { socket, next, closed }
}

describe('the dashboard’s sockets', () => {
  it('welcome a page and tell it which rows changed, in numbered batches', async () => {
    const { url, change } = await dashboard()
    const page = listener(url)
    expect(await page.next()).toMatchObject({ type: 'hello', epoch: 'e1', seq: 0, resumed: false })
    change('a')
    change('b')
    expect(await page.next()).toEqual({ type: 'changed', seq: 1, customers: [], products: ['a', 'b'], purchases: [] })
  })

  it('tell a page that comes back exactly what it missed', async () => {
    const { url, change } = await dashboard()
    const page = listener(url)
    await page.next()
    change('a')
    await page.next()
    page.socket.terminate()
    change('b')
    change('c')
    const again = listener(`${url}?epoch=e1&after=1`)
    expect(await again.next()).toMatchObject({ type: 'hello', seq: 2, resumed: true })
    expect(await again.next()).toMatchObject({ type: 'changed', seq: 2, products: ['b', 'c'] })
    change('d')
    expect(await again.next()).toMatchObject({ type: 'changed', seq: 3, products: ['d'] })
  })

  it.each(['?epoch=other&after=0', '?epoch=e1&after=9', '?epoch=e1&after=x', '?after=', ''])(
    'start afresh after %s',
    async (query) => {
      const { url } = await dashboard()
      expect(await listener(`${url}${query}`).next()).toMatchObject({ type: 'hello', resumed: false })
    },
  )

  it('say at once when the model stops following the log', async () => {
    const { url, setState } = await dashboard()
    const page = listener(url)
    await page.next()
    const log = { following: false, upToDateAt: 5, reason: 'no broker answers' }
    setState(log)
    expect(await page.next()).toEqual({ type: 'alive', seq: 0, log })
  })

  it('refuse a page of another origin and any other path', async () => {
    const { url } = await dashboard()
    expect(await listener(url, { origin: 'http://evil.example' }).closed).toBe('403')
    expect(await listener(url.replace('/ws', '/other')).closed).toBe('404')
    expect(await listener(url, { headers: { host: 'evil.example' } }).closed).toBe('421')
  })

  it('cut off a client that sends much', async () => {
    const { url } = await dashboard()
    const page = listener(url)
    await page.next()
    page.socket.send('x'.repeat(5000))
    expect(await page.closed).toMatch(/1009|1006/)
  })
})
