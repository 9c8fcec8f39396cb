import { message } from './wire.ts'

/** Messages about processes, messages and variables: numbers and names of gateway.proto. */
export const Empty = message({})
export const StartInstruction = message({ elementId: [1, 'string'] })
export const CreateProcessInstanceRequest = message({
  processDefinitionKey: [1, 'int64'],
  bpmnProcessId: [2, 'string'],
  version: [3, 'int32'],
  variables: [4, 'string'],
  startInstructions: [5, () => StartInstruction, 'repeated'],
  tenantId: [6, 'string'],
})
export const CreateProcessInstanceResponse = message({
  processDefinitionKey: [1, 'int64'],
  bpmnProcessId: [2, 'string'],
  version: [3, 'int32'],
  processInstanceKey: [4, 'int64'],
  tenantId: [5, 'string'],
})
export const CreateProcessInstanceWithResultRequest = message({
  request: [1, () => CreateProcessInstanceRequest],
  requestTimeout: [2, 'int64'],
  fetchVariables: [3, 'string', 'repeated'],
})
export const CreateProcessInstanceWithResultResponse = message({
  processDefinitionKey: [1, 'int64'],
  bpmnProcessId: [2, 'string'],
  version: [3, 'int32'],
  processInstanceKey: [4, 'int64'],
  variables: [5, 'string'],
  tenantId: [6, 'string'],
})
export const CancelProcessInstanceRequest = message({ processInstanceKey: [1, 'int64'] })
export const SetVariablesRequest = message({
  elementInstanceKey: [1, 'int64'],
  variables: [2, 'string'],
  local: [3, 'bool'],
})
export const SetVariablesResponse = message({ key: [1, 'int64'] })
export const ResolveIncidentRequest = message({ incidentKey: [1, 'int64'] })
export const PublishMessageRequest = message({
  name: [1, 'string'],
  correlationKey: [2, 'string'],
  timeToLive: [3, 'int64'],
  messageId: [4, 'string'],
  variables: [5, 'string'],
  tenantId: [6, 'string'],
})
export const PublishMessageResponse = message({ key: [1, 'int64'], tenantId: [2, 'string'] })
export const BroadcastSignalRequest = message({
  signalName: [1, 'string'],
  variables: [2, 'string'],
  tenantId: [3, 'string'],
})
export const BroadcastSignalResponse = message({ key: [1, 'int64'], tenantId: [2, 'string'] })
