import { z } from 'zod'
import { type Parcel, parcelStatuses } from '../contract/parcel.ts'
import { customerSchema, iso, itemSchema } from '../topics.ts'

/** What the courier has to do with an order, as delivery keeps it. */
export const parcelSchema = z.object({
  orderId: z.string(),
  paymentId: z.string().optional(),
  status: z.enum(parcelStatuses),
  customer: customerSchema.optional(),
  items: z.array(itemSchema),
  takenAt: z.int(),
  shippedAt: z.int().optional(),
  deliveredAt: z.int().optional(),
})

export type ParcelState = z.output<typeof parcelSchema>

const UNKNOWN = { name: '', email: '', phone: '' }

export function toWire(parcel: ParcelState): Parcel {
  const { orderId, status, items, takenAt, shippedAt, deliveredAt, customer } = parcel
  return {
    orderId,
    status,
    items,
    customer: customer ?? UNKNOWN,
    takenAt: iso(takenAt),
    ...(shippedAt !== undefined && { shippedAt: iso(shippedAt) }),
    ...(deliveredAt !== undefined && { deliveredAt: iso(deliveredAt) }),
  }
}
