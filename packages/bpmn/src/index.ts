// FEEL
export {
  type CompiledExpression,
  type CompiledTests,
  type Evaluation,
  compileExpression,
  compileUnaryTests,
} from './feel/index.ts'
export { type Json, toJson } from './feel/json.ts'
export type { FeelContext, FeelValue } from './feel/value.ts'
export { type ResultType, resultType } from './feel/result-type.ts'
export { type Warning, withWarnings } from './feel/run.ts'
export type { SyntaxFault } from './feel/compile/tree.ts'

// The graph that runs
export type { CompiledResource, ExecutableProcess } from './graph/process.ts'
export type {
  BoundaryEvent,
  BusinessRuleTask,
  CallActivity,
  Container,
  Element,
  ElementBase,
  ElementKind,
  ElementOf,
  EndEvent,
  EventBasedGateway,
  EventSubProcess,
  ExclusiveGateway,
  Flow,
  InclusiveGateway,
  IntermediateCatchEvent,
  IntermediateThrowEvent,
  ManualTask,
  MultiInstanceBody,
  ParallelGateway,
  Process,
  ReceiveTask,
  ScriptTask,
  SendTask,
  ServiceTask,
  StartEvent,
  SubProcess,
  UndefinedTask,
  UserTask,
} from './graph/element.ts'
export type { Expression, FeelExpression, MappingExpression, StaticValue } from './graph/expression.ts'
export type {
  Binding,
  CalledDecision,
  CalledProcess,
  FormReference,
  JobDefinition,
  LoopDefinition,
  ScriptDefinition,
  UserTaskDefinition,
} from './graph/job.ts'
export type {
  CatchErrorDefinition,
  CatchEscalationDefinition,
  EndDefinition,
  IntermediateCatchDefinition,
  IntermediateThrowDefinition,
  LinkDefinition,
  MessageDefinition,
  NoneDefinition,
  ScopeCatch,
  SignalDefinition,
  StartDefinition,
  Subscribable,
  TerminateDefinition,
  ThrowErrorDefinition,
  ThrowEscalationDefinition,
  ThrowLinkDefinition,
  ThrowMessageDefinition,
} from './graph/events.ts'
export type { TimerDefinition } from './graph/timer.ts'
export { bpmnElementType, bpmnEventType } from './graph/zeebe-types.ts'

// From a file to the graph
export { type ResourceFaults, compileResource, recompileResource } from './resource.ts'
export type { ModelFault } from './validate/fault.ts'

// Timers
export { type Due, type Timer, type TimerFault, firstDue, nextDue, readTimer } from './timers/timer.ts'

// Drawing processes in code, for tests
export { type ProcessBuilder, type ProcessOptions, process } from './build/process.ts'
export type { FlowBuilder } from './build/flow-builder.ts'
