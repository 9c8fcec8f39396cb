import type { CompiledExpression } from '@millrace/bpmn'
import type { IntentOf, ValueOf, ValueType } from '../records/record.ts'
import type { Json, JsonObject } from '../records/schema.ts'
import type { StateReader } from '../state/state.ts'

/** What is to be done next within a process: plain data, so that it can wait for a later turn in the log. */
export type Follow =
  | {
      readonly kind: 'activate'
      readonly element: number
      readonly scopeKey: number
      /** The flow whose token arrives; FROM_EVENT for events and links; absent for starts and loops. */
      readonly flow?: number
      /** What the event brought that activates this element. */
      readonly variables?: JsonObject
      /** Local variables that it starts with. */
      readonly locals?: JsonObject
      readonly loopCounter?: number
    }
  /** Goes on with an element that is activating: a process that was opened, or after an incident. */
  | { readonly kind: 'enter'; readonly key: number; readonly before?: readonly number[] }
  /** `late`: after what is set off by the follow-ups before it. */
  | { readonly kind: 'complete'; readonly key: number; readonly late?: boolean }
  /** Goes on with an element that is completing, after an incident. */
  | { readonly kind: 'leave'; readonly key: number }
  | { readonly kind: 'terminate'; readonly key: number }
  /** Something inside a scope has ended, or can no longer come: see what that makes possible. */
  | { readonly kind: 'settle'; readonly scopeKey: number }
  /** Gives a new subscription the messages that were waiting for it. */
  | { readonly kind: 'correlate'; readonly subscriptionKey: number }
  /** Starts the next process for a message that waited for the one before to end. */
  | {
      readonly kind: 'startNext'
      readonly tenantId: string
      readonly bpmnProcessId: string
      readonly correlationKey: string
    }
  /** Sends a signal that an element throws. */
  | {
      readonly kind: 'broadcast'
      readonly signalName: string
      readonly variables: JsonObject
      readonly tenantId: string
    }
  /** Starts the instances of a parallel loop from a place on. */
  | { readonly kind: 'spawn'; readonly bodyKey: number; readonly items: readonly Json[]; readonly from: number }

/** What expressions may read besides variables. */
export type EvaluationPorts = Parameters<CompiledExpression['evaluate']>[1]

/** One step: what processors work with. They read the state and append events, which are applied at once. */
export interface Step {
  readonly state: StateReader
  /** Domain time of this step, ms since the epoch. */
  readonly now: number
  readonly feel: EvaluationPorts
  newKey(): number
  emit<V extends ValueType>(valueType: V, intent: IntentOf<V>, key: number, value: ValueOf<V>): void
  follow(command: Follow): void
  /** Somebody waits for the result of this process: keeps its variables for the answer. */
  ended(processInstanceKey: number, outcome: 'completed' | 'terminated'): void
}
