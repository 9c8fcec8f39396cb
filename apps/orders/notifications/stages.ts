import type { Stage } from '../contract/notice.ts'
import type { BusinessRecord } from '../topics.ts'

/** The stage that an event tells of. Two events can tell of the same: the first one counts. */
export const stageOf: Readonly<Record<BusinessRecord['topic'], Stage>> = {
  'orders-created': 'orderCreated',
  'payments-created': 'paymentCreated',
  'payments-made': 'paymentMade',
  'orders-ready-to-ship': 'readyToShip',
  'orders-shipping': 'shipping',
  'delivery-shipping': 'shipping',
  'orders-shipped': 'shipped',
  'delivery-shipped': 'shipped',
  'orders-delivered': 'delivered',
  'delivery-delivered': 'delivered',
}
