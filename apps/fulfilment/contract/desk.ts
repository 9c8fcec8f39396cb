import type { Order } from './order.ts'

/** A job that was left without retries. */
export interface Incident {
  /** Key of the job. */
  readonly job: string
  readonly orderId: string
  readonly elementId: string
  readonly message: string
  /** ms since epoch */
  readonly at: number
}

/** Where an order has been, where it is, and where it does not get on. */
export interface Place {
  readonly elementId: string
  readonly name: string
  /** As in BPMN: `serviceTask`, `intermediateCatchEvent`, … */
  readonly type: string
  readonly state: 'done' | 'here' | 'stuck' | 'cancelled'
  /** When it was last seen to do something there, ms since epoch. */
  readonly at: number | null
}

export interface DeskOrder extends Order {
  readonly incidents: readonly Incident[]
}

export interface PlacedOrder extends DeskOrder {
  readonly places: readonly Place[]
}

/** A service of the process, and whether its answers are held back. */
export interface HeldService {
  readonly eventType: string
  readonly isHeld: boolean
}
