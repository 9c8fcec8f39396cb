import type { Access, Operation } from '@millrace/security'
import type { rpcs } from '../rpcs/index.ts'

/** What a call needs on processes; `named` calls say in their request which process it is. */
interface Need {
  readonly operation: Operation
  readonly named?: true
}

const READ: Need = { operation: 'read' }
const WRITE: Need = { operation: 'write' }
const START: Need = { operation: 'write', named: true }
const MANAGE: Need = { operation: 'manage' }

const needs = {
  Topology: READ,
  ActivateJobs: WRITE,
  StreamActivatedJobs: WRITE,
  CompleteJob: WRITE,
  FailJob: WRITE,
  ThrowError: WRITE,
  UpdateJobRetries: WRITE,
  UpdateJobTimeout: WRITE,
  PublishMessage: WRITE,
  BroadcastSignal: WRITE,
  SetVariables: WRITE,
  EvaluateDecision: WRITE,
  EvaluateConditional: WRITE,
  CreateProcessInstance: START,
  CreateProcessInstanceWithResult: START,
  CancelProcessInstance: MANAGE,
  ResolveIncident: MANAGE,
  ModifyProcessInstance: MANAGE,
  MigrateProcessInstance: MANAGE,
  DeployProcess: MANAGE,
  DeployResource: MANAGE,
  DeleteResource: MANAGE,
} satisfies Record<keyof typeof rpcs, Need>

/** The scope that a call lacks; undefined when it may be made. */
export function lackingScope(access: Access, method: string, request: unknown): string | undefined {
  const need: Need | undefined = Object.hasOwn(needs, method) ? needs[method as keyof typeof needs] : undefined
  // Health is for everybody.
  if (need === undefined) return undefined
  const { operation } = need
  const name = need.named === true ? processOf(request) : undefined
  const isAllowed =
    name === undefined ? access.allowsAny('processes', operation) : access.allows('processes', name, operation)
  return isAllowed ? undefined : `processes:${name ?? '*'}:${operation}`
}

/** The id in a request to start; undefined when it names its process by key. */
function processOf(request: unknown): string | undefined {
  const { bpmnProcessId = '', request: inner } = request as { bpmnProcessId?: string; request?: unknown }
  if (bpmnProcessId !== '') return bpmnProcessId
  return inner === undefined || inner === null ? undefined : processOf(inner)
}
