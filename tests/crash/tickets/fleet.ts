import { type Fleet, type FleetPlan, addressesOf, programsOf } from '../fleet.ts'

const SERVICES = ['queue', 'tickets', 'payments', 'web'] as const

/** The services of the sale, and the router. */
export type ProcessName = (typeof SERVICES)[number] | 'router'
export type TicketsFleet = Fleet<ProcessName>

export const ticketsPlan = (environment: Readonly<Record<string, string>>, folder: string): FleetPlan<ProcessName> => ({
  programs: { ...programsOf('tickets', SERVICES), router: 'packages/router/src/router.main.ts' },
  environment: (urls) => ({ ...environment, ...addressesOf(urls) }),
  folder,
})
