import { type Fleet, type FleetPlan, programsOf } from '../fleet.ts'

const SERVICES = ['database', 'dispatch', 'workers', 'operator', 'shop'] as const

export type FulfilmentFleet = Fleet<(typeof SERVICES)[number]>

/** Short, so that the jobs of workers that were killed are soon given out again. */
const JOB_TIMEOUT_MS = '5000'

export const fulfilmentPlan = (zeebe: string, folder: string): FleetPlan<(typeof SERVICES)[number]> => ({
  programs: programsOf('fulfilment', SERVICES),
  environment: ({ database, dispatch }) => ({
    ZEEBE_ADDRESS: zeebe,
    DATABASE_SERVICE_URL: database,
    DISPATCH_URL: dispatch,
    FULFILMENT_JOB_TIMEOUT_MS: JOB_TIMEOUT_MS,
  }),
  folder,
})
