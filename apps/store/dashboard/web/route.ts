import { useSyncExternalStore } from 'react'
import { type Sort, sortFromText, sortToText } from '@millrace/ui'

export type Kind = 'customers' | 'products'

/** The page's state, all of it in the address: `/products/id?q=butter&sort=-totalSpent`. */
export interface Route {
  readonly kind: Kind
  /** The row whose purchases are shown. */
  readonly id: string | undefined
  readonly q: string
  readonly sort: Sort | undefined
}

export function parseRoute(pathname: string, search: string): Route {
  const [, kind, id] = pathname.split('/')
  const query = new URLSearchParams(search)
  return {
    kind: kind === 'products' ? 'products' : 'customers',
    id: id === undefined || id === '' ? undefined : decode(id),
    q: query.get('q') ?? '',
    sort: sortFromText(query.get('sort') ?? undefined),
  }
}

export function routeHref({ kind, id, q, sort }: Route): string {
  const query = new URLSearchParams({
    ...(q !== '' && { q }),
    ...(sort !== undefined && { sort: sortToText(sort) }),
  }).toString()
  return `/${kind}${id === undefined ? '' : `/${encodeURIComponent(id)}`}${query === '' ? '' : `?${query}`}`
}

const CHANGED = 'store-route'

/** @param replace so that typing in a search field does not fill the history */
export function navigate(route: Route, { replace = false }: { replace?: boolean } = {}): void {
  history[replace ? 'replaceState' : 'pushState'](null, '', routeHref(route))
  dispatchEvent(new Event(CHANGED))
}

export function useRoute(): Route {
  const address = useSyncExternalStore(subscribe, () => `${location.pathname}\n${location.search}`)
  const [pathname = '/', search = ''] = address.split('\n')
  return parseRoute(pathname, search)
}

function subscribe(listener: () => void): () => void {
  addEventListener('popstate', listener)
  addEventListener(CHANGED, listener)
  return () => {
    removeEventListener('popstate', listener)
    removeEventListener(CHANGED, listener)
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
