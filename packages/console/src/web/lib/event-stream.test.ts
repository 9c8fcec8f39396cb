import { afterEach, describe, expect, it, vi } from 'vitest'
import { EventStream, type StreamHandlers } from './event-stream.ts'

class FakeSource {
  readonly url: string
  closed = false
  readonly #listeners = new Map<string, ((event: Event) => void)[]>()
  constructor(url: string) {
    this.url = url
  }
  addEventListener(name: string, listener: (event: Event) => void): void {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener])
  }
  close(): void {
    this.closed = true
  }
  emit(name: string, data: unknown = {}): void {
    for (const listener of this.#listeners.get(name) ?? [])
      listener(new MessageEvent(name, { data: JSON.stringify(data) }))
  }
}

function setUp() {
  const sources: FakeSource[] = []
  const handlers = {
    onView: vi.fn<StreamHandlers['onView']>(),
    onViewFailed: vi.fn<StreamHandlers['onViewFailed']>(),
    onRecords: vi.fn<StreamHandlers['onRecords']>(),
    onTailFailed: vi.fn<StreamHandlers['onTailFailed']>(),
    onSign: vi.fn<StreamHandlers['onSign']>(),
    onLost: vi.fn<StreamHandlers['onLost']>(),
  }
  const stream = new EventStream(handlers, (url) => {
    const source = new FakeSource(url)
    sources.push(source)
    return source as unknown as EventSource
  })
  return { sources, handlers, stream, last: () => sources.at(-1) as FakeSource }
}

const turn = () => Promise.resolve()

afterEach(() => vi.useRealTimers())

describe('the stream of events', () => {
  it('is one connection for all that a page watches, and a new one when that changes', async () => {
    const { stream, sources, last } = setUp()
    const stop = stream.watch('topics')
    stream.watch('overview')
    await turn()
    expect(sources.map(({ url }) => url)).toEqual(['/api/live?watch=overview&watch=topics'])
    stop()
    stream.watch('groups')
    await turn()
    expect(sources).toHaveLength(2)
    expect([sources[0]?.closed, last().url]).toEqual([true, '/api/live?watch=groups&watch=overview'])
  })

  it('stays as it is when a page goes and the same one comes', async () => {
    const { stream, sources } = setUp()
    const stop = stream.watch('topics')
    await turn()
    stop()
    stream.watch('topics')
    await turn()
    expect(sources).toHaveLength(1)
  })

  it('goes on after a pause where the topic was left, and anew for another filter', async () => {
    const { stream, handlers, last } = setUp()
    stream.tail({ topic: 'orders', filter: 'a = 1' })
    await turn()
    last().emit('records', { cursor: '0:17', records: [], skipped: 0, scanned: 1 })
    expect(handlers.onRecords).toHaveBeenCalledOnce()
    const before = last()
    stream.pause(true)
    await turn()
    expect(before.closed).toBe(true)
    stream.pause(false)
    await turn()
    expect(last().url).toBe('/api/live?tail=orders&filter=a+%3D+1&after=0%3A17')
    stream.tail({ topic: 'orders' })
    await turn()
    expect(last().url).toBe('/api/live?tail=orders')
  })

  it('is lost when it fails, and when it is silent for three heartbeats', async () => {
    vi.useFakeTimers()
    const { stream, handlers, last } = setUp()
    stream.watch('overview')
    await turn()
    last().emit('beat', { now: 5 })
    expect(handlers.onSign).toHaveBeenLastCalledWith(5)
    vi.advanceTimersByTime(29_000)
    expect(handlers.onLost).not.toHaveBeenCalled()
    vi.advanceTimersByTime(2000)
    expect(handlers.onLost).toHaveBeenCalledOnce()
    last().emit('error')
    expect(handlers.onLost).toHaveBeenCalledTimes(2)
  })

  it('stays open while it is held, though nothing is watched', async () => {
    const { stream, last } = setUp()
    const release = stream.hold()
    await turn()
    expect([last().url, last().closed]).toEqual(['/api/live?', false])
    release()
    await turn()
    expect(last().closed).toBe(true)
  })

  it('does not listen to a connection that it has left', async () => {
    const { stream, handlers, last } = setUp()
    stream.watch('overview')
    await turn()
    const old = last()
    stream.watch('topics')
    await turn()
    old.emit('view', { name: 'overview', data: 1 })
    expect(handlers.onView).not.toHaveBeenCalled()
  })
})
