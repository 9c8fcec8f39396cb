import type { OutputRecord, RecordOf } from '@millrace/client'
import { z } from 'zod'
import type { ParcelStatus } from '../contract/parcel.ts'
import { done, refused } from '../entity/answer.ts'
import type { Decision } from '../entity/decision.ts'
import {
  deliveryDelivered,
  deliveryShipped,
  deliveryShipping,
  iso,
  logLine,
  type ordersReadyToShip,
} from '../topics.ts'
import { type ParcelState, toWire } from './parcel.ts'

/** What the courier says. */
export const parcelCommand = z.object({ kind: z.enum(['shipped', 'delivered']) })

export type ParcelCommand = z.output<typeof parcelCommand>

const TOPICS = { shipping: deliveryShipping, shipped: deliveryShipped, delivered: deliveryDelivered } as const

/** An order is ready: the parcel is taken, once, and that is acknowledged. */
export function onReadyToShip(
  parcel: ParcelState | undefined,
  { key: orderId, value }: RecordOf<typeof ordersReadyToShip>,
  now: number,
): Decision<ParcelState> {
  if (parcel !== undefined) return {}
  const { customer, paymentId, items = [] } = value
  const next: ParcelState = {
    orderId,
    status: 'shipping',
    items,
    takenAt: now,
    ...(customer !== undefined && { customer }),
    ...(paymentId !== undefined && { paymentId }),
  }
  return { next, send: announcements(next, now) }
}

export function onCommand(
  parcel: ParcelState | undefined,
  { kind }: ParcelCommand,
  now: number,
  orderId: string,
): Decision<ParcelState> {
  if (parcel === undefined) {
    const text = `there is no parcel for order ${orderId}: it is not paid, or not known`
    return { answer: refused(404, 'Parcel not found', text, 'PARCEL_NOT_FOUND') }
  }
  if (parcel.status === kind || parcel.status === 'delivered') return repeated(parcel, kind)
  if (kind === 'delivered' && parcel.status === 'shipping') {
    const text = 'the parcel is not shipped yet: mark it as shipped before it is delivered'
    return { answer: refused(409, 'Wrong status', text, 'WRONG_STATUS') }
  }
  const next: ParcelState =
    kind === 'shipped' ? { ...parcel, status: kind, shippedAt: now } : { ...parcel, status: kind, deliveredAt: now }
  return { next, send: announcements(next, now), answer: done(toWire(next)) }
}

function repeated(parcel: ParcelState, kind: ParcelStatus): Decision<ParcelState> {
  if (parcel.status === kind) return { answer: done(toWire(parcel)) }
  return { answer: refused(409, 'Wrong status', 'the parcel is delivered already', 'WRONG_STATUS') }
}

function announcements(parcel: ParcelState, now: number): OutputRecord[] {
  const { orderId, paymentId, status, customer, items } = parcel
  const event = {
    orderId,
    status,
    items,
    at: iso(now),
    ...(customer !== undefined && { customer }),
    ...(paymentId !== undefined && { paymentId }),
  }
  return [TOPICS[status].record(orderId, event), logLine('delivery', `parcel ${status}`, { orderId, paymentId }, now)]
}
