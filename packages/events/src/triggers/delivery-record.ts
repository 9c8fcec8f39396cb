import { requiredText } from '@millrace/cloudevents'
import type { StoredEvent } from '../brokers/stored-event.ts'
import type { Delivered } from '../delivery/delivery.ts'

/** A delivery, as the console lists it. */
export interface DeliveryRecord extends Delivered {
  readonly partition: number
  readonly offset: number
  readonly id: string
  readonly source: string
  readonly type: string
}

export const recordOfDelivery = ({ partition, offset, event }: StoredEvent, delivered: Delivered): DeliveryRecord => ({
  ...delivered,
  partition,
  offset,
  id: requiredText(event, 'id'),
  source: requiredText(event, 'source'),
  type: requiredText(event, 'type'),
})
