import type { EventData, EventType } from '../contract/events.ts'
import type { Outgoing } from '../ledger/change.ts'
import { toldEvent } from '../ledger/told-event.ts'

export const SOURCE = 'queue-service.default.svc.cluster.local'

type Told = Extract<EventType, `Queue.${string}`>

/** An event of the queue. `fact` names what happened, the same however often it is told. */
export function tell<T extends Told>(type: T, fact: string, data: EventData<T>, now: number): Outgoing {
  const { sessionId } = data
  return toldEvent({ source: SOURCE, type, fact, data, subject: sessionId, correlationKey: sessionId, at: now })
}
