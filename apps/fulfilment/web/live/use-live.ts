import { type Live, type ReadState, SILENT_AFTER_MS, offsetTo, request, useLiveStream, useRead } from '@millrace/ui'
import { useMemo, useState } from 'react'

/** How a page follows its service. */
export interface Following {
  readonly live: Live
  /** ms to add to the browser's clock for the platform's. */
  readonly offset: number
}

/** Hears whenever something may look different; what is read with `useFollowed` is then read again. */
export function useFollowing(): Following {
  const [offset, setOffset] = useState(0)
  const options = useMemo(() => {
    const hear = (_: string, text: string) => {
      const { now } = JSON.parse(text) as { now?: string }
      if (now !== undefined) setOffset(offsetTo(now))
    }
    return { changes: ['changed'], signs: ['beat'], silentAfterMs: SILENT_AFTER_MS, onChange: hear, onSign: hear }
  }, [])
  return { live: useLiveStream('/live', options), offset }
}

/** What is at `path`, as it is now. */
export function useFollowed<T>(path: string, { live }: Following): ReadState<T> {
  return useRead<T>(path, live.version, (key, signal) => request<T>(key, { signal }))
}
