import { request, useRead } from '@millrace/ui'
import type { Links } from '../../contract/journal.ts'

/** Addresses of all seven services; undefined until they are known. */
export function useLinks(): Links | undefined {
  return useRead('/links', 0, (path, signal) => request<Links>(path, { signal })).data
}

/** The pages in the order of the menu: which service has each, and where. */
export const places = {
  shop: { service: 'orders', path: '/', name: 'Shop', for: 'customer' },
  track: { service: 'orders', path: '/track', name: 'Orders', for: 'customer' },
  phone: { service: 'mobile', path: '/phone', name: 'Phone', for: 'customer' },
  mail: { service: 'email', path: '/outbox', name: 'Mail', for: 'customer' },
  courier: { service: 'delivery', path: '/courier', name: 'Deliveries', for: 'staff' },
  journal: { service: 'logging', path: '/journal', name: 'Journal', for: 'staff' },
} as const satisfies Record<string, Place>

interface Place {
  readonly service: keyof Links
  readonly path: string
  readonly name: string
  readonly for: 'customer' | 'staff'
}

export type PlaceName = keyof typeof places

export const hrefOf = (links: Links | undefined, { service, path }: Pick<Place, 'service' | 'path'>) =>
  links && links[service].replace(/\/$/u, '') + path
