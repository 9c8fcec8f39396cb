import type { EngineEvent, ValueType } from '../records/record.ts'
import type { State } from '../state/state.ts'
import { type AppliersOf, type Apply, nothing } from './apply.ts'
import { process, resource } from './deployment.ts'
import { incident } from './incident.ts'
import { job } from './job.ts'
import { message, messageStart, messageSubscription, signal, signalSubscription } from './message.ts'
import { processEvent } from './process-event.ts'
import { processInstance } from './process-instance.ts'
import { timer } from './timer.ts'
import { variable } from './variable.ts'

/** The only writers of state, in live processing and in replay alike. */
const appliers: { readonly [V in ValueType]: AppliersOf<V> } = {
  RESOURCE: resource,
  PROCESS: process,
  DEPLOYMENT: { CREATED: nothing },
  PROCESS_INSTANCE_CREATION: { CREATED: nothing },
  PROCESS_INSTANCE: processInstance,
  PROCESS_EVENT: processEvent,
  VARIABLE: variable,
  VARIABLE_DOCUMENT: { UPDATED: nothing },
  JOB: job,
  INCIDENT: incident,
  TIMER: timer,
  MESSAGE: message,
  PROCESS_MESSAGE_SUBSCRIPTION: messageSubscription,
  MESSAGE_START_EVENT_SUBSCRIPTION: messageStart,
  SIGNAL: signal,
  SIGNAL_SUBSCRIPTION: signalSubscription,
  ESCALATION: { ESCALATED: nothing, NOT_ESCALATED: nothing },
  ERROR: {
    CREATED: (state, { processInstanceKey }) => {
      state.banned.add(processInstanceKey)
    },
  },
  TURN: {
    SUSPENDED: (state, value, key) => state.turns.put(key, value),
    RESUMED: (state, _, key) => state.turns.delete(key),
  },
}

/** Brings one event into the state. */
export function applyEvent(state: State, event: EngineEvent): void {
  const apply = (appliers[event.valueType] as Readonly<Record<string, Apply<ValueType>>>)[event.intent]
  apply?.(state, event.value as never, event.key, event.timestamp)
  if (event.key > state.lastKey) state.lastKey = event.key
}
