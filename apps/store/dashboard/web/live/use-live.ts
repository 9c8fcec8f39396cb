import { createContext, useContext, useEffect, useSyncExternalStore } from 'react'
import type { LiveConnection, LiveState } from './connection.ts'

export const LiveContext = createContext<LiveConnection | undefined>(undefined)

export function useLiveConnection(): LiveConnection {
  const live = useContext(LiveContext)
  if (live === undefined) throw new Error('there is no LiveContext around this component')
  return live
}

export function useLive(): LiveState {
  const live = useLiveConnection()
  // A laptop that wakes up or a phone that is online again should not wait out the back-off.
  useEffect(() => {
    const wake = () => {
      if (document.visibilityState === 'visible') live.open()
    }
    addEventListener('online', wake)
    document.addEventListener('visibilitychange', wake)
    return () => {
      removeEventListener('online', wake)
      document.removeEventListener('visibilitychange', wake)
    }
  }, [live])
  return useSyncExternalStore(
    (listener) => live.subscribe(listener),
    () => live.state,
  )
}

/** For `data-changed`: alternates, so that a row that changes again is marked again. */
export function changeMark({ changed }: LiveState, id: string): 'odd' | 'even' | undefined {
  const change = changed.get(id)
  return change && (change.version % 2 === 0 ? 'even' : 'odd')
}
