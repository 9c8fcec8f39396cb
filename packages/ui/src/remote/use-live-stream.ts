import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { type LiveState, LiveStream, type LiveStreamOptions } from './live-stream.ts'

/** A live stream for as long as the component is there; `retry` connects now, whatever the wait was. */
export interface Live extends LiveState {
  readonly retry: () => void
}

/** @param options the same object at every rendering, or the stream begins anew */
export function useLiveStream(url: string, options: LiveStreamOptions): Live {
  const stream = useMemo(() => new LiveStream(url, options), [url, options])
  useEffect(() => {
    stream.open()
    // A laptop that wakes up or a phone that is online again should not wait out the back-off.
    const wake = () => {
      if (document.visibilityState === 'visible') stream.open()
    }
    addEventListener('online', wake)
    document.addEventListener('visibilitychange', wake)
    return () => {
      removeEventListener('online', wake)
      document.removeEventListener('visibilitychange', wake)
      stream.close()
    }
  }, [stream])
  const state = useSyncExternalStore(
    (listener) => stream.subscribe(listener),
    () => stream.state,
  )
  return { ...state, retry: () => stream.open() }
}
