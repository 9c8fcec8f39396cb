import { request, useRead } from '@millrace/ui'
import type { Links } from '../../contract/order.ts'

/** Addresses of both services; undefined until they are known. */
export function useLinks(): Links | undefined {
  return useRead('/links', 0, (path, signal) => request<Links>(path, { signal })).data
}

interface Place {
  readonly service: keyof Links
  readonly path: string
  readonly name: string
}

/** The pages in the order of the menu. */
export const places = {
  shop: { service: 'shop', path: '/', name: 'Shop' },
  track: { service: 'shop', path: '/track', name: 'Orders' },
  stock: { service: 'shop', path: '/db/stock', name: 'Stock' },
  desk: { service: 'operator', path: '/desk', name: 'Operator' },
} as const satisfies Record<string, Place>

export type PlaceName = keyof typeof places

export const hrefOf = (links: Links | undefined, { service, path }: Pick<Place, 'service' | 'path'>) =>
  links && links[service].replace(/\/$/u, '') + path
