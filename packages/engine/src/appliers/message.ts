import type { State } from '../state/state.ts'
import { type AppliersOf, nothing } from './apply.ts'

export const message: AppliersOf<'MESSAGE'> = {
  PUBLISHED: (state, value, key) => state.messages.put(key, { ...value, correlatedTo: [] }),
  EXPIRED: (state, _, key) => state.messages.delete(key),
}

/** A message reaches each process id once. */
function correlated(state: State, messageKey: number, bpmnProcessId: string): void {
  state.messages.change(messageKey)?.correlatedTo.push(bpmnProcessId)
}

export const messageSubscription: AppliersOf<'PROCESS_MESSAGE_SUBSCRIPTION'> = {
  CREATED: (state, value, key) => state.messageSubscriptions.put(key, value),
  CORRELATED: (state, value, key) => {
    correlated(state, value.messageKey, value.bpmnProcessId)
    if (value.interrupting) state.messageSubscriptions.delete(key)
  },
  DELETED: (state, _, key) => state.messageSubscriptions.delete(key),
}

export const messageStart: AppliersOf<'MESSAGE_START_EVENT_SUBSCRIPTION'> = {
  CREATED: (state, value, key) => state.messageStarts.put(key, value),
  CORRELATED: (state, value) => correlated(state, value.messageKey, value.bpmnProcessId),
  DELETED: (state, _, key) => state.messageStarts.delete(key),
}

export const signal: AppliersOf<'SIGNAL'> = { BROADCASTED: nothing }

export const signalSubscription: AppliersOf<'SIGNAL_SUBSCRIPTION'> = {
  CREATED: (state, value, key) => state.signals.put(key, value),
  DELETED: (state, _, key) => state.signals.delete(key),
}
