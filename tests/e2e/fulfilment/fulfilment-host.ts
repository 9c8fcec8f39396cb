import { type AppHost, startAppHost } from '../harness/app-host.ts'

export type FulfilmentHost = AppHost<'shop' | 'operator' | 'database' | 'dispatch' | 'workers'>

/** The clock is moved by hand. */
export const startFulfilmentHost = (): Promise<FulfilmentHost> => startAppHost('fulfilment', { clock: 'virtual' })
