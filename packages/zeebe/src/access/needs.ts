import type { Access, Operation } from '@millrace/security'
import type { rpcs } from '../rpcs/index.ts'

/**
 * What a call needs, and on which processes: on `any`, on the one whose id is in the request (`named`), or on `all`,
 * because the request does not say which process it reaches.
 */
interface Need {
  readonly operation: Operation
  readonly on: 'any' | 'named' | 'all'
}

const LOOK: Need = { operation: 'read', on: 'any' }
const START: Need = { operation: 'write', on: 'named' }
const WRITE: Need = { operation: 'write', on: 'all' }
const MANAGE: Need = { operation: 'manage', on: 'all' }
const EVERY_PROCESS = '*'

const needs = {
  Topology: LOOK,
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
  const { operation, on } = need
  const name = (on === 'named' ? processOf(request) : undefined) ?? EVERY_PROCESS
  // Only the pattern `*` covers the name `*`.
  const isAllowed =
    on === 'any' ? access.allowsAny('processes', operation) : access.allows('processes', name, operation)
  return isAllowed ? undefined : `processes:${name}:${operation}`
}

/** The id in a request to start; undefined when it names its process by key. */
function processOf(request: unknown): string | undefined {
  const { bpmnProcessId = '', request: inner } = request as { bpmnProcessId?: string; request?: unknown }
  if (bpmnProcessId !== '') return bpmnProcessId
  return inner === undefined || inner === null ? undefined : processOf(inner)
}
