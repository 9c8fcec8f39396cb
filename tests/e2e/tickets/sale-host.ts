import { type AppHost, startAppHost } from '../harness/app-host.ts'

export type SaleHost = AppHost<'web' | 'queue' | 'tickets' | 'payments'>

/** The clock is moved by hand. @param env settings of the sale (apps/tickets/settings.ts) */
export const startSaleHost = (env: Readonly<Record<string, string>>): Promise<SaleHost> =>
  startAppHost('tickets', { clock: 'virtual', env })
