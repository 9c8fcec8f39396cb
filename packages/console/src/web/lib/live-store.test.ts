import { QueryClient } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import type { RecordView } from '../../contract/records.ts'
import { LiveStore } from './live-store.ts'

const nothing = { type: 'null', text: '', bytes: 0, cut: false } as const
const record = (offset: number): RecordView => ({
  partition: 0,
  offset,
  timestamp: 0,
  key: nothing,
  value: nothing,
  headers: [],
})

async function setUp() {
  const listeners = new Map<string, (event: MessageEvent<string>) => void>()
  const source = {
    addEventListener: (name: string, listener: never) => listeners.set(name, listener),
    close: () => undefined,
  }
  const client = new QueryClient()
  const store = new LiveStore(client, () => source as unknown as EventSource)
  store.watch('topics')
  await Promise.resolve()
  const emit = (name: string, data: unknown) =>
    listeners.get(name)?.(new MessageEvent(name, { data: JSON.stringify(data) }))
  return { store, client, emit }
}

const problem = { type: 'about:blank', title: '', status: 503, detail: 'no broker', code: 'KAFKA_UNREACHABLE' }

describe('what is live', () => {
  it('is connecting, live when the server has spoken, stale when it is lost, and live again', async () => {
    const { store, emit } = await setUp()
    expect(store.state().state).toBe('connecting')
    emit('beat', { now: Date.now() })
    expect(store.state().state).toBe('live')
    emit('error', {})
    expect(store.state()).toMatchObject({ state: 'stale', lostAt: expect.any(Number) })
    emit('beat', { now: Date.now() })
    expect(store.state()).toMatchObject({ state: 'live', lostAt: undefined })
  })

  it('is paused until it is resumed, whatever the connection does', async () => {
    const { store, emit } = await setUp()
    store.pause(true)
    emit('error', {})
    expect(store.state().state).toBe('paused')
  })

  it('puts a view into the query cache, and says which one cannot be refreshed', async () => {
    const { store, client, emit } = await setUp()
    emit('view', { name: 'topics', data: [1] })
    expect(client.getQueryData(['view', 'topics'])).toEqual([1])
    emit('view-failed', { name: 'topics', problem })
    expect(store.state().failing.get('topics')?.detail).toBe('no broker')
    emit('view', { name: 'topics', data: [2] })
    expect(store.state().failing.size).toBe(0)
  })

  it('follows the clock of the platform, not its jitter', async () => {
    const { store, emit } = await setUp()
    emit('beat', { now: Date.now() + 80 })
    expect(store.state().clockOffset).toBe(0)
    emit('beat', { now: Date.now() + 3_600_000 })
    const offset = store.state().clockOffset
    expect(Math.abs(offset - 3_600_000)).toBeLessThan(1000)
    emit('beat', { now: Date.now() + 3_600_040 })
    expect(store.state().clockOffset).toBe(offset)
  })

  it('keeps the newest five hundred records of a topic and counts the rest', async () => {
    const { store, emit } = await setUp()
    store.tail({ topic: 'orders' })
    for (let begin = 0; begin < 600; begin += 200)
      emit('records', {
        cursor: '0:1',
        records: Array.from({ length: 200 }, (_, index) => record(begin + index)),
        skipped: 3,
        scanned: 210,
      })
    const { tail } = store.state()
    expect([tail.records.length, tail.records[0]?.offset, tail.records.at(-1)?.offset]).toEqual([500, 599, 100])
    expect([tail.dropped, tail.scanned]).toEqual([109, 630])
  })
})
