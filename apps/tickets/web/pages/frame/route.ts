import { useSyncExternalStore } from 'react'

const CHANGED = 'ts-path'

/** The pages; the one live stream goes on while people walk between them. */
export const places = {
  room: '/',
  choose: '/tickets',
  pay: '/pay',
  wallet: '/yourtickets',
  office: '/backoffice',
} as const

export type PlaceName = keyof typeof places

/** Path and query of the page that is shown. */
export function useAddress(): URL {
  return new URL(useSyncExternalStore(subscribe, () => location.href))
}

/** Shows another page without loading anything again; the reader begins at its top. */
export function go(to: string, how: 'push' | 'replace' = 'push'): void {
  if (to === location.pathname + location.search) return
  if (how === 'push') history.pushState(null, '', to)
  else history.replaceState(null, '', to)
  dispatchEvent(new Event(CHANGED))
  scrollTo(0, 0)
}

function subscribe(listener: () => void): () => void {
  addEventListener('popstate', listener)
  addEventListener(CHANGED, listener)
  return () => {
    removeEventListener('popstate', listener)
    removeEventListener(CHANGED, listener)
  }
}
