import type { ValueType } from '@millrace/engine/events'
import { definition, resource } from './definitions.ts'
import { incident } from './incidents.ts'
import { job } from './jobs.ts'
import { message, startSubscription, subscription } from './messages.ts'
import { failure, processInstance } from './process-instances.ts'
import type { Projected, Projection } from './projection.ts'
import { variable } from './variables.ts'

/** Kinds of events that are told of by others, or that only the engine itself needs. */
const unseen = (): void => undefined

/** What is kept of each kind of event. */
const projections: { readonly [V in ValueType]: Projection<V> } = {
  RESOURCE: resource,
  PROCESS: definition,
  DEPLOYMENT: unseen,
  PROCESS_INSTANCE_CREATION: unseen,
  PROCESS_INSTANCE: processInstance,
  PROCESS_EVENT: unseen,
  VARIABLE: variable,
  VARIABLE_DOCUMENT: unseen,
  JOB: job,
  INCIDENT: incident,
  TIMER: unseen,
  MESSAGE: message,
  PROCESS_MESSAGE_SUBSCRIPTION: subscription,
  MESSAGE_START_EVENT_SUBSCRIPTION: startSubscription,
  SIGNAL: unseen,
  SIGNAL_SUBSCRIPTION: unseen,
  ESCALATION: unseen,
  ERROR: failure,
  TURN: unseen,
}

/** Writes one event into the tables. */
export function project(projected: Projected<ValueType>): void {
  const projection = projections[projected.event.valueType] as (projected: Projected<ValueType>) => void
  projection(projected)
}
