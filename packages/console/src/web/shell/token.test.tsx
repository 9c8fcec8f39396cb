import { click, find, render, type } from '@millrace/ui/testing'
import { QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createQueryClient } from '../api/query-client.ts'
import { takeTokenFromAddress } from '../api/session.ts'
import { TokenPage } from './TokenPage.tsx'

afterEach(() => vi.unstubAllGlobals())

describe('the token', () => {
  it.each([
    ['http://x/topics#token=abc', '/topics'],
    ['http://x/?token=abc&q=1', '/?q=1'],
  ])('is taken out of %s', (address, left) => {
    const replaced: unknown[] = []
    const history = {
      replaceState: (_state: unknown, _title: string, url: string) => replaced.push(url),
    } as unknown as History
    expect(takeTokenFromAddress(new URL(address) as unknown as Location, history)).toBe('abc')
    expect(replaced).toEqual([left])
  })

  it('is exchanged on its page, and a wrong one is told', async () => {
    const bodies: unknown[] = []
    vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
      bodies.push(init.body)
      return new Response(JSON.stringify({ code: 'TOKEN_NEEDED', detail: 'This is not the token', status: 401 }), {
        status: 401,
      })
    })
    using page = await render(
      <QueryClientProvider client={createQueryClient()}>
        <TokenPage />
      </QueryClientProvider>,
    )
    await type(find<HTMLInputElement>(page.container, 'input'), ' wrong ')
    await click(find(page.container, 'button[type="submit"]'))
    await act(() => new Promise((resolve) => setTimeout(resolve, 10)))
    expect(bodies).toEqual(['{"token":"wrong"}'])
    expect(find(page.container, '[role="alert"]').textContent).toContain('This is not the token')
  })
})
