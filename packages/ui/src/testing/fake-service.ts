import { act } from 'react'
import { afterEach, beforeEach, vi } from 'vitest'

/** By `METHOD /path`; a number is that status with a problem. */
type Answers = Record<string, unknown>

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

/**
 * A service for the tests of a page: what it answers is set, what it was asked is kept, its streams speak on demand.
 *
 * @param always what it answers at the beginning of each test
 */
export function fakeService(always: Answers = {}) {
  const answers: Answers = {}
  const asked: { readonly what: string; readonly body: unknown; readonly key: string | null }[] = []
  beforeEach(() => {
    for (const name of Object.keys(answers)) delete answers[name]
    Object.assign(answers, always)
    asked.length = 0
    FakeSource.open.length = 0
    vi.stubGlobal('EventSource', FakeSource)
    vi.stubGlobal('fetch', async (path: string, { method = 'GET', body, headers }: RequestInit = {}) => {
      const what = `${method} ${path}`
      asked.push({
        what,
        body: typeof body === 'string' ? (JSON.parse(body) as unknown) : undefined,
        key: new Headers(headers).get('idempotency-key'),
      })
      const answer = answers[what]
      if (answer === undefined) return Response.json({ detail: `nothing at ${what}` }, { status: 404 })
      if (typeof answer === 'number') return Response.json({ detail: `answers ${answer}` }, { status: answer })
      return Response.json(answer)
    })
  })
  afterEach(() => vi.unstubAllGlobals())
  /** Says something on the page's streams, or on those whose address ends so. */
  const tell = (event: string, data: unknown, stream = '') =>
    act(async () => {
      for (const source of FakeSource.open.filter(({ url }) => url.endsWith(stream)))
        source.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data) }))
    })
  /** Waits for what the page reads. */
  const settle = () => act(async () => new Promise((resolve) => setTimeout(resolve, 150)))
  return { answers, asked, tell, settle, posts: () => asked.filter(({ what }) => !what.startsWith('GET')) }
}
