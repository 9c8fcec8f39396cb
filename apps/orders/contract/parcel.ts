import type { Customer, OrderItem } from './order.ts'

export const parcelStatuses = ['shipping', 'shipped', 'delivered'] as const

export type ParcelStatus = (typeof parcelStatuses)[number]

/** What a courier has to do with an order. */
export interface Parcel {
  readonly orderId: string
  readonly status: ParcelStatus
  readonly customer: Customer
  readonly items: readonly OrderItem[]
  readonly takenAt: string
  readonly shippedAt?: string
  readonly deliveredAt?: string
}
