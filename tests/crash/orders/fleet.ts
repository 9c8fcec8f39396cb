import { type Fleet, type FleetPlan, addressesOf, programsOf } from '../fleet.ts'

/** Every process of the system: two of orders and of payments. */
const PROCESSES = [
  'orders',
  'payments',
  'orders-2',
  'payments-2',
  'delivery',
  'notifications',
  'email',
  'mobile',
  'logging',
] as const

export type OrdersFleet = Fleet<(typeof PROCESSES)[number]>

export const ordersPlan = (
  environment: Readonly<Record<string, string>>,
  folder: string,
): FleetPlan<(typeof PROCESSES)[number]> => ({
  programs: programsOf('orders', PROCESSES),
  environment: (urls) => ({ ...environment, ...addressesOf(urls) }),
  folder,
})
