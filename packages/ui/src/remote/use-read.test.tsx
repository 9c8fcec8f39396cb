import { act, useEffect } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { render } from '../testing/render.tsx'
import { ApiError } from './request.ts'
import { type ReadState, useRead } from './use-read.ts'

type Reading = (key: string, signal: AbortSignal) => Promise<string>

interface ReadsProps {
  readonly of: string
  readonly version: number
  readonly read: Reading
}

let seen: ReadState<string>
const see = (state: ReadState<string>) => {
  seen = state
}

function Reads({ of, version, read }: ReadsProps) {
  const state = useRead(of, version, read)
  useEffect(() => see(state))
  return null
}

const later = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))

describe('reading', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('reads once, and again with each version, keeping what it has meanwhile', async () => {
    let reads = 0
    const read = vi.fn<Reading>(async () => `answer ${(reads += 1)}`)
    using page = await render(<Reads of="/a" version={1} read={read} />)
    await later(0)
    expect(seen.data).toBe('answer 1')
    await page.show(<Reads of="/a" version={1} read={read} />)
    await later(1000)
    expect(read).toHaveBeenCalledOnce()
    await page.show(<Reads of="/a" version={2} read={read} />)
    expect(seen.data).toBe('answer 1')
    await later(100)
    expect(seen.data).toBe('answer 2')
  })

  it('reads changes that come together once, and once more after the last', async () => {
    const read = vi.fn<Reading>(async () => {
      await new Promise((resolve) => setTimeout(resolve, 50))
      return 'answer'
    })
    using page = await render(<Reads of="/a" version={0} read={read} />)
    await later(0)
    for (let version = 1; version <= 20; version++) await page.show(<Reads of="/a" version={version} read={read} />)
    await later(1000)
    expect(read).toHaveBeenCalledTimes(2)
  })

  it('forgets what was under another key, and stops reading it', async () => {
    const signals: AbortSignal[] = []
    const read: Reading = (key, signal) => {
      signals.push(signal)
      return key === '/slow' ? new Promise(() => undefined) : Promise.resolve(key)
    }
    using page = await render(<Reads of="/slow" version={0} read={read} />)
    await later(0)
    await page.show(<Reads of="/b" version={0} read={read} />)
    expect(seen.data).toBeUndefined()
    await later(0)
    expect([signals[0]?.aborted, seen.data]).toEqual([true, '/b'])
  })

  it('keeps what it had when it fails, tries again by itself, and at once when asked', async () => {
    let fails = false
    const read = vi.fn<Reading>(async () => {
      if (fails) throw new ApiError(503, 'not now')
      return 'answer'
    })
    using page = await render(<Reads of="/a" version={0} read={read} />)
    await later(0)
    fails = true
    await page.show(<Reads of="/a" version={1} read={read} />)
    await later(100)
    expect([seen.data, seen.error?.status]).toEqual(['answer', 503])
    await later(3000)
    expect(read).toHaveBeenCalledTimes(3)
    fails = false
    await act(async () => seen.again())
    await later(100)
    expect([seen.data, seen.error]).toEqual(['answer', undefined])
  })
})
