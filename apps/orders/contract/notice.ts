import type { Customer } from './order.ts'

/** The seven stages of the cycle, in their order. */
export const stages = [
  'orderCreated',
  'paymentCreated',
  'paymentMade',
  'readyToShip',
  'shipping',
  'shipped',
  'delivered',
] as const

export type Stage = (typeof stages)[number]

/** What a customer is told about a stage; null: the customer does not want this channel. */
export interface Notice {
  readonly orderId: string
  readonly stage: Stage
  readonly at: string
  /** The topic whose event came first. */
  readonly event: string
  readonly customer: Customer
  readonly email: { readonly subject: string; readonly text: string } | null
  readonly mobile: { readonly title: string; readonly body: string; readonly url: string } | null
}

/** By phone number or e-mail address: which channels a customer wants. Both by default. */
export interface Preferences {
  readonly contact: string
  readonly email: boolean
  readonly mobile: boolean
}

/** `waiting`: not tried or tried in vain, and tried again at `nextAt`; `unwanted`: the customer does not want the channel. */
export type DeliveryStatus = 'waiting' | 'sent' | 'unwanted'

/** An e-mail on its way, or arrived: `GET /mails` of the email service. */
export interface Mail {
  readonly orderId: string
  readonly stage: Stage
  readonly status: DeliveryStatus
  readonly to?: string
  readonly subject?: string
  readonly text?: string
  readonly messageId: string
  readonly at: string
  readonly sentAt?: string
  readonly attempts: number
  readonly lastError?: string
  readonly nextAt?: string
}

/** A message on the phone: `GET /phones/{phone}/messages` of the mobile service. */
export interface PhoneMessage {
  /** `<orderId>:<stage>`, also the tag of the push message. */
  readonly id: string
  readonly orderId: string
  readonly stage: Stage
  readonly status: DeliveryStatus
  readonly phone: string
  readonly title: string
  readonly body: string
  readonly url: string
  readonly at: string
  readonly sentAt?: string
  /** Push services that took it. */
  readonly pushed: number
  readonly attempts: number
  readonly lastError?: string
  readonly nextAt?: string
}

/** As a browser's `PushSubscription.toJSON()` gives it. */
export interface PushSubscriptionJson {
  readonly endpoint: string
  readonly expirationTime?: number | null
  readonly keys: { readonly p256dh: string; readonly auth: string }
}

/** What the service worker gets: show it with `tag`, so that a repeated one replaces the first. */
export interface PushPayload {
  readonly title: string
  readonly body: string
  readonly tag: string
  readonly url: string
}
