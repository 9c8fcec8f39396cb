import { createContext, useContext, useSyncExternalStore } from 'react'

/**
 * What time it is for the page. The platform's clock may be virtual or differ from the browser's: its offset comes in
 * through `NowOffset` (ms to add to the browser's clock), so that "3 minutes ago" is true by the platform's clock.
 */
export const NowOffset = createContext(0)

/** What to add to the browser's clock, ms, when the platform says that it is `now` (ISO 8601). */
export const offsetTo = (now: string): number => Date.parse(now) - Date.now()

const listeners = new Set<() => void>()
let ticking: ReturnType<typeof setInterval> | undefined
let second = Math.floor(Date.now() / 1000)

function tick(): void {
  second = Math.floor(Date.now() / 1000)
  for (const listener of listeners) listener()
}

/** One timer for all the relative times on a page, and none when there are none. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  ticking ??= setInterval(tick, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(ticking)
    ticking = undefined
  }
}

/** Milliseconds since epoch by the platform's clock, moving once a second. */
export function useNow(): number {
  const offset = useContext(NowOffset)
  return useSyncExternalStore(subscribe, () => second) * 1000 + offset
}
