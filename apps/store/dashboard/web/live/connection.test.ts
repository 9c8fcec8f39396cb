import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ServerMessage } from '../../messages.ts'
import { LiveConnection } from './connection.ts'

class FakeSocket extends EventTarget {
  readonly url: string
  constructor(url: string) {
    super()
    this.url = url
  }

  hear(message: ServerMessage): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }))
  }

  close(): void {
    this.dispatchEvent(new Event('close'))
  }
}

const log = { following: true, upToDateAt: 1 }
const nothing = { customers: [], products: [], purchases: [] }
const hello = (seq: number, resumed = false): ServerMessage => ({ type: 'hello', epoch: 'e', seq, resumed, log })
const changed = (seq: number, id: string): ServerMessage => ({ type: 'changed', seq, ...nothing, customers: [id] })

describe('the page’s connection', () => {
  let sockets: FakeSocket[]
  let live: LiveConnection
  const last = () => sockets.at(-1) as FakeSocket

  beforeEach(() => {
    vi.useFakeTimers()
    sockets = []
    live = new LiveConnection('ws://x/ws', (url) => {
      const socket = new FakeSocket(url)
      sockets.push(socket)
      return socket as unknown as WebSocket
    })
    live.open()
  })

  afterEach(() => {
    live.close()
    vi.useRealTimers()
  })

  it('is live after the welcome, and names the rows of each change', () => {
    expect(live.state.status).toBe('connecting')
    last().hear(hello(4))
    expect([live.state.status, live.state.version]).toEqual(['live', 1])
    last().hear(changed(5, 'c'))
    expect([live.state.version, [...live.state.changed.keys()]]).toEqual([2, ['c']])
  })

  it('asks for what it missed, and takes it as one change', () => {
    last().hear(hello(4))
    last().hear(changed(5, 'a'))
    last().close()
    expect(live.state.status).toBe('stale')
    vi.advanceTimersByTime(400)
    expect(last().url).toBe('ws://x/ws?epoch=e&after=5')
    last().hear(hello(9, true))
    const { version } = live.state
    last().hear(changed(9, 'b'))
    expect([live.state.status, live.state.version]).toEqual(['live', version + 1])
    expect(live.state.changed.has('b')).toBe(true)
    last().hear(changed(10, 'c'))
    expect(live.state.changed.has('c')).toBe(true)
  })

  it('reads everything again when the server does not know what was missed', () => {
    last().hear(hello(4))
    last().close()
    vi.advanceTimersByTime(400)
    const { version } = live.state
    last().hear(hello(0, false))
    expect(live.state.version).toBe(version + 1)
  })

  it('reads everything again when a number is missing, in a change or in a sign of life', () => {
    last().hear(hello(4))
    last().hear(changed(7, 'a'))
    expect([live.state.version, live.state.changed.size]).toEqual([2, 0])
    last().hear({ type: 'alive', seq: 9, log })
    expect(live.state.version).toBe(3)
    last().hear({ type: 'alive', seq: 9, log })
    expect(live.state.version).toBe(3)
  })

  it('takes silence for a loss, and waits longer each time', () => {
    last().hear(hello(0))
    vi.advanceTimersByTime(12_600)
    expect(live.state.status).toBe('stale')
    vi.advanceTimersByTime(400)
    expect(sockets).toHaveLength(2)
    for (let round = 0; round < 8; round++) {
      last().close()
      vi.advanceTimersByTime(6000)
    }
    expect(sockets).toHaveLength(10)
  })

  it('says that it is stale when the dashboard does not follow the log, and live when it does again', () => {
    last().hear(hello(0))
    last().hear({ type: 'alive', seq: 0, log: { following: false, upToDateAt: 77, reason: 'no broker' } })
    expect(live.state).toMatchObject({ status: 'stale', upToDateAt: 77 })
    expect(live.state.reason).toContain('no broker')
    last().hear({ type: 'alive', seq: 0, log })
    expect(live.state.status).toBe('live')
  })
})
