import type { JsonObject } from '../records/schema.ts'

export type Phase = 'ACTIVATING' | 'ACTIVATED' | 'COMPLETING' | 'TERMINATING'

/** An event that reached an element and waits to be worked on. */
export interface Trigger {
  /** Place of the event element: the instance's own, a boundary event, or the start of an event subprocess. */
  readonly target: number
  readonly variables: JsonObject
}

/** One run of one element. Changed by appliers alone. */
export interface ElementInstance {
  readonly key: number
  /** Place in the compiled process. */
  readonly element: number
  readonly definitionKey: number
  readonly processInstanceKey: number
  /** -1 for a process. */
  readonly scopeKey: number
  /** The call activity that started this process; -1 otherwise. */
  readonly parentElementInstanceKey: number
  readonly correlationKey: string
  /** From 1 inside a multi-instance body; 0 elsewhere. */
  readonly loopCounter: number
  phase: Phase
  /** Tokens on each sequence flow inside this scope that have not yet activated their target. */
  readonly tokens: Map<number, number>
  /** Activations on their way inside this scope that come from an event or a link, not over a flow. */
  pending: number
  trigger: Trigger | undefined
  /** Start event of the event subprocess that interrupted this scope; -1 when none did. */
  interruptedBy: number
  jobKey: number
  /** The process that this call activity started; -1 otherwise. */
  calledKey: number
  incidentKey: number
  /** Of a multi-instance body. */
  loopSize: number
  loopCreated: number
  loopCompleted: number
  loopTerminated: number
}

/** The same scope is never given twice. */
export type NewElementInstance = Pick<
  ElementInstance,
  | 'key'
  | 'element'
  | 'definitionKey'
  | 'processInstanceKey'
  | 'scopeKey'
  | 'parentElementInstanceKey'
  | 'correlationKey'
  | 'loopCounter'
>

export function elementInstance(given: NewElementInstance): ElementInstance {
  const { key, element, definitionKey, processInstanceKey, scopeKey } = given
  return {
    key,
    element,
    definitionKey,
    processInstanceKey,
    scopeKey,
    parentElementInstanceKey: given.parentElementInstanceKey,
    correlationKey: given.correlationKey,
    loopCounter: given.loopCounter,
    phase: 'ACTIVATING',
    tokens: new Map(),
    pending: 0,
    trigger: undefined,
    interruptedBy: -1,
    jobKey: -1,
    calledKey: -1,
    incidentKey: -1,
    loopSize: 0,
    loopCreated: 0,
    loopCompleted: 0,
    loopTerminated: 0,
  }
}
