import { readTenant } from '../documents/tenants.ts'
import { readVariables } from '../documents/variables.ts'
import { CreateProcessInstanceRequest, CreateProcessInstanceResponse } from '../proto/processes.ts'
import type { Decoded } from '../proto/wire.ts'
import { unary } from './rpc.ts'

/** CreateProcessInstance: starts a process. */
export const createProcessInstance = unary({
  intent: 'CREATE',
  request: CreateProcessInstanceRequest,
  response: CreateProcessInstanceResponse,
  handle: (request, { engine }) => engine.run('createProcessInstance', creationOf('CreateProcessInstance', request)),
})

export const creationOf = (rpc: string, request: Decoded<(typeof CreateProcessInstanceRequest)['fields']>) => ({
  processDefinitionKey: request.processDefinitionKey,
  bpmnProcessId: request.bpmnProcessId,
  version: request.version,
  startInstructions: request.startInstructions,
  tenantId: readTenant(rpc, request.tenantId),
  variables: readVariables(request.variables),
})
