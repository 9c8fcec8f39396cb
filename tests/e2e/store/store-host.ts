import { startPlatform, type Platform } from '@millrace/testkit'
import { buildPages } from '../build-pages.ts'

/** The platform with the store, as `npm start` runs it, on free ports. */
export interface StoreHost {
  readonly platform: Platform
  readonly urls: Readonly<Record<'products' | 'customers' | 'purchases' | 'dashboard', string>>
}

export async function startStoreHost(): Promise<StoreHost> {
  buildPages('apps/store/dashboard/web')
  const platform = await startPlatform({ apps: 'store', args: ['--app-ports', 'free'] })
  const { services } = platform.ready as unknown as { services: { store: StoreHost['urls'] } }
  return { platform, urls: services.store }
}

export interface WithId {
  readonly id: string
}

/** @throws Error when it is not created. */
export async function post(url: string, plural: string, body: object): Promise<WithId> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${url}/${plural}`, { method: 'POST', headers, body: JSON.stringify(body) })
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`)
  return (await answer.json()) as WithId
}
