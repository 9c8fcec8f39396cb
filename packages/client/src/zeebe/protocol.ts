/**
 * The part of Zeebe's gateway protocol (gateway.proto of 8.6, package `gateway_protocol`) that the client speaks: each
 * message as `name: type number`, each call as request, answer and whether the answer is a stream.
 */
const messages = {
  ActivateJobsRequest: {
    type: 'string 1',
    worker: 'string 2',
    timeout: 'int64 3',
    maxJobsToActivate: 'int32 4',
    fetchVariable: 'repeated string 5',
    requestTimeout: 'int64 6',
    tenantIds: 'repeated string 7',
  },
  ActivateJobsResponse: { jobs: 'repeated ActivatedJob 1' },
  ActivatedJob: {
    key: 'int64 1',
    type: 'string 2',
    processInstanceKey: 'int64 3',
    bpmnProcessId: 'string 4',
    processDefinitionVersion: 'int32 5',
    processDefinitionKey: 'int64 6',
    elementId: 'string 7',
    elementInstanceKey: 'int64 8',
    customHeaders: 'string 9',
    worker: 'string 10',
    retries: 'int32 11',
    deadline: 'int64 12',
    variables: 'string 13',
    tenantId: 'string 14',
  },
  BroadcastSignalRequest: { signalName: 'string 1', variables: 'string 2', tenantId: 'string 3' },
  BroadcastSignalResponse: { key: 'int64 1', tenantId: 'string 2' },
  CancelProcessInstanceRequest: { processInstanceKey: 'int64 1' },
  CancelProcessInstanceResponse: {},
  CompleteJobRequest: { jobKey: 'int64 1', variables: 'string 2' },
  CompleteJobResponse: {},
  CreateProcessInstanceRequest: {
    processDefinitionKey: 'int64 1',
    bpmnProcessId: 'string 2',
    version: 'int32 3',
    variables: 'string 4',
    tenantId: 'string 6',
  },
  CreateProcessInstanceResponse: {
    processDefinitionKey: 'int64 1',
    bpmnProcessId: 'string 2',
    version: 'int32 3',
    processInstanceKey: 'int64 4',
    tenantId: 'string 5',
  },
  CreateProcessInstanceWithResultRequest: {
    request: 'CreateProcessInstanceRequest 1',
    requestTimeout: 'int64 2',
    fetchVariables: 'repeated string 3',
  },
  CreateProcessInstanceWithResultResponse: {
    processDefinitionKey: 'int64 1',
    bpmnProcessId: 'string 2',
    version: 'int32 3',
    processInstanceKey: 'int64 4',
    variables: 'string 5',
    tenantId: 'string 6',
  },
  DeployResourceRequest: { resources: 'repeated Resource 1', tenantId: 'string 2' },
  Resource: { name: 'string 1', content: 'bytes 2' },
  DeployResourceResponse: { key: 'int64 1', deployments: 'repeated Deployment 2', tenantId: 'string 3' },
  // The other kinds of a deployment (decisions, forms) are passed over: they are fields that are not known here.
  Deployment: { process: 'ProcessMetadata 1' },
  ProcessMetadata: {
    bpmnProcessId: 'string 1',
    version: 'int32 2',
    processDefinitionKey: 'int64 3',
    resourceName: 'string 4',
    tenantId: 'string 5',
  },
  FailJobRequest: {
    jobKey: 'int64 1',
    retries: 'int32 2',
    errorMessage: 'string 3',
    retryBackOff: 'int64 4',
    variables: 'string 5',
  },
  FailJobResponse: {},
  PublishMessageRequest: {
    name: 'string 1',
    correlationKey: 'string 2',
    timeToLive: 'int64 3',
    messageId: 'string 4',
    variables: 'string 5',
    tenantId: 'string 6',
  },
  PublishMessageResponse: { key: 'int64 1', tenantId: 'string 2' },
  ResolveIncidentRequest: { incidentKey: 'int64 1' },
  ResolveIncidentResponse: {},
  SetVariablesRequest: { elementInstanceKey: 'int64 1', variables: 'string 2', local: 'bool 3' },
  SetVariablesResponse: { key: 'int64 1' },
  ThrowErrorRequest: { jobKey: 'int64 1', errorCode: 'string 2', errorMessage: 'string 3', variables: 'string 4' },
  ThrowErrorResponse: {},
  TopologyRequest: {},
  TopologyResponse: {
    clusterSize: 'int32 2',
    partitionsCount: 'int32 3',
    replicationFactor: 'int32 4',
    gatewayVersion: 'string 5',
  },
  UpdateJobRetriesRequest: { jobKey: 'int64 1', retries: 'int32 2' },
  UpdateJobRetriesResponse: {},
  UpdateJobTimeoutRequest: { jobKey: 'int64 1', timeout: 'int64 2' },
  UpdateJobTimeoutResponse: {},
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>

const calls = [
  'ActivateJobs',
  'BroadcastSignal',
  'CancelProcessInstance',
  'CompleteJob',
  'CreateProcessInstance',
  'CreateProcessInstanceWithResult',
  'DeployResource',
  'FailJob',
  'PublishMessage',
  'ResolveIncident',
  'SetVariables',
  'ThrowError',
  'Topology',
  'UpdateJobRetries',
  'UpdateJobTimeout',
] as const

/** A call of the gateway by its name in the protocol. */
export type CallName = (typeof calls)[number]

interface FieldJson {
  readonly type: string
  readonly id: number
  readonly rule?: 'repeated'
}

interface MethodJson {
  readonly requestType: string
  readonly responseType: string
  readonly responseStream?: boolean
}

function field(text: string): FieldJson {
  const words = text.split(' ')
  const [type = '', id = ''] = words.slice(-2)
  return { type, id: Number(id), ...(words.length === 3 && { rule: 'repeated' as const }) }
}

const types: Readonly<Record<string, { readonly fields: Readonly<Record<string, FieldJson>> }>> = Object.fromEntries(
  Object.entries(messages).map(([name, fields]) => [
    name,
    { fields: Object.fromEntries(Object.entries(fields).map(([key, text]) => [key, field(text)])) },
  ]),
)

const methods: Readonly<Record<string, MethodJson>> = Object.fromEntries(
  calls.map((name) => [
    name,
    {
      requestType: `${name}Request`,
      responseType: `${name}Response`,
      ...(name === 'ActivateJobs' && { responseStream: true as const }),
    },
  ]),
)

/** The protocol as protobuf's JSON descriptor. */
export const gatewayProtocol = {
  nested: { gateway_protocol: { nested: { ...types, Gateway: { methods } } } },
}
