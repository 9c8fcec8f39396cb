import { Refusal } from '@millrace/kernel'

/** What can be wrong with a message that should hold an event. */
export type EventRefusalCode =
  /** An attribute is missing or wrong; `attribute` names it. */
  | 'INVALID_ATTRIBUTE'
  /** The message is no event at all, or its envelope cannot be read. */
  | 'INVALID_EVENT'
  /** The format or its charset is none that can be read here. */
  | 'UNSUPPORTED_FORMAT'
  /** Larger than the limit. */
  | 'EVENT_TOO_LARGE'

/** Why a message was not taken for an event. */
export class EventRefusal extends Refusal<EventRefusalCode> {
  readonly attribute: string | undefined
  constructor(code: EventRefusalCode, message: string, attribute?: string) {
    super(code, message)
    this.attribute = attribute
  }
}

/** @throws EventRefusal INVALID_ATTRIBUTE */
export function refuseAttribute(attribute: string, message: string): never {
  throw new EventRefusal('INVALID_ATTRIBUTE', `attribute "${attribute}" ${message}`, attribute)
}

/** @throws EventRefusal INVALID_EVENT */
export function refuseEvent(message: string): never {
  throw new EventRefusal('INVALID_EVENT', message)
}
