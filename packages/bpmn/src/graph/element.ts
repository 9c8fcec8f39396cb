import type { FeelExpression, MappingExpression } from './expression.ts'
import type { CalledDecision, CalledProcess, JobDefinition, LoopDefinition } from './job.ts'
import type { ScriptDefinition, UserTaskDefinition } from './job.ts'
import type * as events from './events.ts'

/** What every element has. Elements and flows are numbered by their place in the process's arrays. */
export interface ElementBase {
  readonly index: number
  readonly id: string
  readonly name: string | undefined
  /** Index of the enclosing process, subprocess, event subprocess or multi-instance body; -1 for the process itself. */
  readonly scope: number
  /** Indexes of sequence flows, in the order in which Zeebe takes and tries them: last in the file first. */
  readonly incoming: readonly number[]
  readonly outgoing: readonly number[]
  /** Its result becomes local variables of the element, before the element starts its work. */
  readonly inputs: MappingExpression | undefined
  /** Its result is merged into the scope above; without it all variables of the result are. */
  readonly outputs: MappingExpression | undefined
  /** Boundary events attached to this element; empty for all but activities. */
  readonly boundaryEvents: readonly number[]
}

/** A scope that runs elements of its own. */
export interface ContainerBase extends ElementBase {
  /** Direct children, boundary events and event subprocesses included; last in the file first, as all of these. */
  readonly children: readonly number[]
  /** The none start event; absent when only messages, timers or signals start it. */
  readonly noneStart: number | undefined
  /** Every start event that is a direct child. */
  readonly startEvents: readonly number[]
  readonly eventSubProcesses: readonly number[]
}

export interface Process extends ContainerBase {
  readonly kind: 'process'
}
export interface SubProcess extends ContainerBase {
  readonly kind: 'subProcess'
}
export interface EventSubProcess extends ContainerBase {
  readonly kind: 'eventSubProcess'
  /** Its only start event, which says what triggers it and whether it interrupts. */
  readonly start: number
}

/**
 * Takes the place of an activity with multi-instance characteristics: it has the activity's id, flows and boundary
 * events; `inner` (the same id again, its scope is the body) is what runs once for each item.
 */
export interface MultiInstanceBody extends ElementBase {
  readonly kind: 'multiInstanceBody'
  readonly inner: number
  readonly loop: LoopDefinition
}

export interface StartEvent extends ElementBase {
  readonly kind: 'startEvent'
  readonly event: events.StartDefinition
  /** Of an event subprocess; true elsewhere. */
  readonly interrupting: boolean
}
export interface IntermediateCatchEvent extends ElementBase {
  readonly kind: 'intermediateCatchEvent'
  readonly event: events.IntermediateCatchDefinition
  /** It follows an event-based gateway, which subscribes in its place. */
  readonly afterEventBasedGateway: boolean
}
export interface IntermediateThrowEvent extends ElementBase {
  readonly kind: 'intermediateThrowEvent'
  readonly event: events.IntermediateThrowDefinition
}
export interface EndEvent extends ElementBase {
  readonly kind: 'endEvent'
  readonly event: events.EndDefinition
}
export interface BoundaryEvent extends ElementBase {
  readonly kind: 'boundaryEvent'
  readonly event: events.ScopeCatch
  readonly attachedTo: number
  readonly interrupting: boolean
}

export interface ServiceTask extends ElementBase {
  readonly kind: 'serviceTask'
  readonly job: JobDefinition
}
export interface SendTask extends ElementBase {
  readonly kind: 'sendTask'
  readonly job: JobDefinition
}
export interface ScriptTask extends ElementBase {
  readonly kind: 'scriptTask'
  readonly work:
    | { readonly kind: 'job'; readonly job: JobDefinition }
    | { readonly kind: 'script'; readonly script: ScriptDefinition }
}
export interface BusinessRuleTask extends ElementBase {
  readonly kind: 'businessRuleTask'
  readonly work:
    | { readonly kind: 'job'; readonly job: JobDefinition }
    | { readonly kind: 'decision'; readonly decision: CalledDecision }
}
export interface UserTask extends ElementBase {
  readonly kind: 'userTask'
  readonly task: UserTaskDefinition
  readonly headers: Readonly<Record<string, string>>
}
export interface ReceiveTask extends ElementBase {
  readonly kind: 'receiveTask'
  readonly message: events.MessageDefinition
}
export interface ManualTask extends ElementBase {
  readonly kind: 'manualTask'
}
export interface UndefinedTask extends ElementBase {
  readonly kind: 'task'
}
export interface CallActivity extends ElementBase {
  readonly kind: 'callActivity'
  readonly called: CalledProcess
}

export interface ExclusiveGateway extends ElementBase {
  readonly kind: 'exclusiveGateway'
  readonly defaultFlow: number | undefined
}
export interface InclusiveGateway extends ElementBase {
  readonly kind: 'inclusiveGateway'
  readonly defaultFlow: number | undefined
  /**
   * For each incoming flow (same order as `incoming`): the elements of the same scope from which a token can still
   * come to it without passing this gateway. The join waits for a flow without token as long as one of these is
   * active, or a token is on its way to one. Empty lists when there is one incoming flow.
   */
  readonly upstream: readonly (readonly number[])[]
}
export interface ParallelGateway extends ElementBase {
  readonly kind: 'parallelGateway'
}
export interface EventBasedGateway extends ElementBase {
  readonly kind: 'eventBasedGateway'
  /** The events that follow it, one per outgoing flow: catch events or receive tasks. */
  readonly events: readonly number[]
}

export type Container = Process | SubProcess | EventSubProcess
export type Element =
  | Container
  | MultiInstanceBody
  | StartEvent
  | IntermediateCatchEvent
  | IntermediateThrowEvent
  | EndEvent
  | BoundaryEvent
  | ServiceTask
  | SendTask
  | ScriptTask
  | BusinessRuleTask
  | UserTask
  | ReceiveTask
  | ManualTask
  | UndefinedTask
  | CallActivity
  | ExclusiveGateway
  | InclusiveGateway
  | ParallelGateway
  | EventBasedGateway
export type ElementKind = Element['kind']
export type ElementOf<Kind extends ElementKind> = Extract<Element, { kind: Kind }>

/** A sequence flow. `condition` is only on flows that leave an exclusive or inclusive gateway. */
export interface Flow {
  readonly index: number
  readonly id: string
  readonly name: string | undefined
  readonly source: number
  readonly target: number
  readonly condition: FeelExpression | undefined
}
