import { Status, type Tone } from '@millrace/ui'
import type { OrderStatus } from '../../contract/order.ts'

const looks: Readonly<Record<OrderStatus, readonly [Tone, string]>> = {
  placed: ['info', 'Placed'],
  'customer known': ['info', 'Under way'],
  reserved: ['info', 'Reserved'],
  'in hand': ['info', 'In hand'],
  charged: ['info', 'Paid'],
  declined: ['warn', 'Declined'],
  fulfilled: ['ok', 'Shipped'],
  'sold out': ['neutral', 'Sold out'],
  'not fulfilled': ['neutral', 'Not fulfilled'],
  cancelled: ['neutral', 'Cancelled'],
}

/** How far an order is, in a word. */
export function StatusBadge({ status }: { status: OrderStatus }) {
  const [tone, word] = looks[status]
  return <Status tone={tone}>{word}</Status>
}
