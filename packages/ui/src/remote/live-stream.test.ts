import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LiveStream, type Source } from './live-stream.ts'

class FakeSource extends EventTarget {
  closed = false

  hear(name: string, data = ''): void {
    this.dispatchEvent(new MessageEvent(name, { data }))
  }

  close(): void {
    this.closed = true
  }
}

describe('a live stream', () => {
  let sources: FakeSource[]
  let stream: LiveStream
  let heard: string[]
  const last = () => sources.at(-1) as FakeSource

  beforeEach(() => {
    vi.useFakeTimers()
    sources = []
    heard = []
    stream = new LiveStream('/live', {
      changes: ['order'],
      signs: ['beat'],
      silentAfterMs: 30_000,
      onChange: (name, data) => heard.push(`${name} ${data}`),
      open: () => {
        const source = new FakeSource()
        sources.push(source)
        return source as unknown as Source
      },
    })
    stream.open()
  })

  afterEach(() => {
    stream.close()
    vi.useRealTimers()
  })

  it('is live when it is open, and has another version with each change but not with signs of life', () => {
    expect(stream.state.status).toBe('connecting')
    last().hear('open')
    expect(stream.state).toMatchObject({ status: 'live', version: 1 })
    last().hear('order', '7')
    last().hear('beat')
    expect([stream.state.version, heard]).toEqual([2, ['order 7']])
  })

  it('is stale when it is lost, opens again, and has everything read again', () => {
    last().hear('open')
    last().hear('error')
    expect(stream.state).toMatchObject({ status: 'stale', version: 1 })
    expect(last().closed).toBe(true)
    vi.advanceTimersByTime(400)
    expect(sources).toHaveLength(2)
    last().hear('open')
    expect(stream.state).toMatchObject({ status: 'live', version: 2 })
  })

  it('takes silence for a loss', () => {
    last().hear('open')
    vi.advanceTimersByTime(29_000)
    last().hear('beat')
    vi.advanceTimersByTime(29_000)
    expect(stream.state.status).toBe('live')
    vi.advanceTimersByTime(2000)
    expect(stream.state.status).toBe('stale')
  })

  it('waits longer after each failure, and not at all when asked to try', () => {
    for (let round = 0; round < 6; round++) {
      last().hear('error')
      vi.advanceTimersByTime(6000)
    }
    expect(sources).toHaveLength(7)
    last().hear('error')
    stream.open()
    expect(sources).toHaveLength(8)
  })

  it('does not listen to a connection that it has given up', () => {
    const old = last()
    old.hear('error')
    old.hear('order', 'late')
    expect(heard).toEqual([])
  })
})
