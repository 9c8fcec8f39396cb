import { Status, type Tone } from '@millrace/ui'
import type { OrderStatus } from '../../contract/order.ts'

interface Words {
  readonly tone: Tone
  readonly word: string
  /** For the customer, in a sentence. */
  readonly headline: string
  readonly lead: string
}

export const statusWords: Readonly<Record<OrderStatus, Words>> = {
  created: {
    tone: 'warn',
    word: 'Waiting for payment',
    headline: 'Your order is waiting for your payment',
    lead: 'We keep everything ready. As soon as it is paid, it goes to the courier.',
  },
  readyToShip: {
    tone: 'info',
    word: 'Ready to ship',
    headline: 'Thank you, it is paid',
    lead: 'Your order is packed and waits for the courier.',
  },
  shipping: {
    tone: 'info',
    word: 'Shipping',
    headline: 'The courier has your order',
    lead: 'It leaves with the next round.',
  },
  shipped: {
    tone: 'info',
    word: 'Shipped',
    headline: 'Your order is on its way',
    lead: 'It is on the road to you.',
  },
  delivered: {
    tone: 'ok',
    word: 'Delivered',
    headline: 'Your order has arrived',
    lead: 'We hope you like it. Thank you for ordering with us.',
  },
  cancelled: {
    tone: 'neutral',
    word: 'Cancelled',
    headline: 'Your order is cancelled',
    lead: 'Nothing will be sent, and nothing will be charged.',
  },
  paymentFailed: {
    tone: 'bad',
    word: 'Payment failed',
    headline: 'The payment did not work out',
    lead: 'Nothing was charged and nothing will be sent. You can order again with another card.',
  },
}

export function OrderStatusBadge({ status }: { status: OrderStatus }) {
  const { tone, word } = statusWords[status]
  return <Status tone={tone}>{word}</Status>
}
