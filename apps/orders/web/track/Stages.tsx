import { type IconName, Steps } from '@millrace/ui'
import type { Stage } from '../../contract/notice.ts'
import type { Order } from '../../contract/order.ts'
import { journey } from './journey.ts'

const icons: Readonly<Record<Stage, IconName>> = {
  orderCreated: 'bag',
  paymentCreated: 'lock',
  paymentMade: 'card',
  readyToShip: 'box',
  shipping: 'send',
  shipped: 'truck',
  delivered: 'home',
}

/** The seven stages, with the time of each that is done. */
export const Stages = ({ order }: { order: Order }) => (
  <Steps
    title="Stages"
    steps={journey(order).map(({ stage, ...step }) => ({ id: stage, icon: icons[stage], ...step }))}
  />
)
