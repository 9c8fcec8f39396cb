import { type AppHost, startAppHost } from '../harness/app-host.ts'
import { send } from '../harness/send.ts'

export type StoreHost = AppHost<'products' | 'customers' | 'purchases' | 'dashboard'>

export const startStoreHost = (): Promise<StoreHost> => startAppHost('store')

export interface WithId {
  readonly id: string
}

/** @throws Error when it is not created. */
export const post = (url: string, plural: string, body: object): Promise<WithId> => send(`${url}/${plural}`, body)
