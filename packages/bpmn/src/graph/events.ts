import type { Expression } from './expression.ts'
import type { JobDefinition } from './job.ts'
import type { TimerDefinition } from './timer.ts'

/** A message to wait for. A start event of the process has no correlation key: its variables are the message's. */
export interface MessageDefinition {
  readonly kind: 'message'
  readonly name: Expression
  readonly correlationKey: Expression | undefined
}

export interface SignalDefinition {
  readonly kind: 'signal'
  readonly name: Expression
}

/** `code` undefined catches every error that no other event of the same scope catches by its code. */
export interface CatchErrorDefinition {
  readonly kind: 'error'
  readonly code: string | undefined
}

export interface CatchEscalationDefinition {
  readonly kind: 'escalation'
  readonly code: string | undefined
}

export interface ThrowErrorDefinition {
  readonly kind: 'error'
  readonly code: Expression
}

export interface ThrowEscalationDefinition {
  readonly kind: 'escalation'
  readonly code: Expression
}

/** A message that is sent: Zeebe makes it a job, and its worker publishes. */
export interface ThrowMessageDefinition {
  readonly kind: 'message'
  readonly job: JobDefinition
}

/** `target` is the index of the catch event with the same link name, in the same scope. */
export interface ThrowLinkDefinition {
  readonly kind: 'link'
  readonly target: number
}

export interface NoneDefinition {
  readonly kind: 'none'
}

export interface LinkDefinition {
  readonly kind: 'link'
  readonly name: string
}

export interface TerminateDefinition {
  readonly kind: 'terminate'
}

/** Waits for something from outside: what can be subscribed to. */
export type Subscribable = MessageDefinition | TimerDefinition | SignalDefinition

/** What a boundary event, and the start event of an event subprocess, may catch. */
export type ScopeCatch = Subscribable | CatchErrorDefinition | CatchEscalationDefinition

export type StartDefinition = NoneDefinition | ScopeCatch
export type IntermediateCatchDefinition = Subscribable | LinkDefinition
export type IntermediateThrowDefinition =
  | NoneDefinition
  | ThrowMessageDefinition
  | SignalDefinition
  | ThrowEscalationDefinition
  | ThrowLinkDefinition
export type EndDefinition =
  | NoneDefinition
  | ThrowMessageDefinition
  | SignalDefinition
  | ThrowErrorDefinition
  | ThrowEscalationDefinition
  | TerminateDefinition
