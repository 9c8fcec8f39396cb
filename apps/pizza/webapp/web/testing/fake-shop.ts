import { act } from 'react'
import { afterEach, beforeEach, vi } from 'vitest'
import type { Order } from '../../../contract/order.ts'

class FakeSource extends EventTarget {
  static readonly open: FakeSource[] = []
  readonly url: string

  constructor(url: string) {
    super()
    this.url = url
    FakeSource.open.push(this)
  }

  close(): void {
    const place = FakeSource.open.indexOf(this)
    if (place !== -1) FakeSource.open.splice(place, 1)
  }
}

/** The shop's API for the tests of a page: what it answers is set, what it was asked is kept, its streams speak on demand. */
export function fakeShop() {
  /** By `METHOD /path`; a number is that status with a problem. */
  const answers: Record<string, unknown> = {}
  const asked: { readonly what: string; readonly body: unknown; readonly key: string | null }[] = []
  beforeEach(() => {
    for (const name of Object.keys(answers)) delete answers[name]
    answers['GET /api/session'] = { username: 'Ada', customerId: 'a1' }
    asked.length = 0
    FakeSource.open.length = 0
    vi.stubGlobal('EventSource', FakeSource)
    vi.stubGlobal('fetch', async (path: string, { method = 'GET', body, headers }: RequestInit = {}) => {
      const what = `${method} ${path}`
      const given = typeof body === 'string' ? (JSON.parse(body) as unknown) : undefined
      asked.push({ what, body: given, key: new Headers(headers).get('idempotency-key') })
      const answer = answers[what]
      if (answer === undefined) return Response.json({ detail: `nothing at ${what}` }, { status: 404 })
      if (typeof answer === 'number') return Response.json({ detail: `answers ${answer}` }, { status: answer })
      return Response.json(answer)
    })
  })
  afterEach(() => vi.unstubAllGlobals())
  /** Says something on the stream whose address ends so. */
  const tell = (stream: string, event: string, data: unknown) =>
    act(async () => {
      for (const source of FakeSource.open.filter(({ url }) => url.endsWith(stream)))
        source.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data) }))
    })
  /** Waits for what the page reads. */
  const settle = () => act(async () => new Promise((resolve) => setTimeout(resolve, 150)))
  return { answers, asked, tell, settle, posts: () => asked.filter(({ what }) => !what.startsWith('GET')) }
}

export const orderOf = (status: number, more: Partial<Order> = {}): Order => ({
  orderId: '1a2b3c4d',
  status,
  text: `status ${status}`,
  stage: status,
  since: '2026-01-01T00:00:00.000Z',
  passages: [],
  username: '<script>alert(1)</script>',
  pizza: { sauce: 'Pesto', cheese: 'Gouda', main_topping: 'Pork', extra_toppings: ['Egg'] },
  ...more,
})
