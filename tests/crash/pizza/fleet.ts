import { type Fleet, type FleetPlan, programsOf } from '../fleet.ts'

/** Every process of the shop: two of all but the web application. */
const PROCESSES = [
  'webapp',
  'assemble',
  'bake',
  'delivery',
  'status',
  'assemble-2',
  'bake-2',
  'delivery-2',
  'status-2',
] as const

export type PizzaFleet = Fleet<(typeof PROCESSES)[number]>

export const pizzaPlan = (
  environment: Readonly<Record<string, string>>,
  folder: string,
): FleetPlan<(typeof PROCESSES)[number]> => ({
  programs: programsOf('pizza', PROCESSES),
  environment: () => environment,
  folder,
})
