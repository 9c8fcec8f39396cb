import { broadcast } from '../behaviours/signals.ts'
import { correlateSubscription, startNext } from '../behaviours/messages.ts'
import { activate, complete, enter, leave, settle, spawn, terminate } from '../elements/lifecycle.ts'
import type { Follow, Step } from './step.ts'

const followers: { readonly [Kind in Follow['kind']]: (step: Step, command: Extract<Follow, { kind: Kind }>) => void } =
  {
    activate,
    enter: (step, { key, before }) => enter(step, key, before),
    complete: (step, { key, late }) => {
      if (late === true) step.follow({ kind: 'complete', key })
      else complete(step, key)
    },
    leave: (step, { key }) => leave(step, key),
    terminate: (step, { key }) => terminate(step, key),
    settle: (step, { scopeKey }) => settle(step, scopeKey),
    correlate: (step, { subscriptionKey }) => correlateSubscription(step, subscriptionKey),
    startNext,
    broadcast: (step, { signalName, variables, tenantId }) => void broadcast(step, { signalName, variables, tenantId }),
    spawn,
  }

/** Does one follow-up. */
export function followUp(step: Step, command: Follow): void {
  followers[command.kind](step, command as never)
}
