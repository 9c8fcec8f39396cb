import type { RecordSchema } from './schema.ts'

/** Stands in a list of flows for an activation that came from an event or a link. */
export const FROM_EVENT = -2

/** Keys are -1 and texts are empty where a field does not apply. Times are ms since the epoch, spans ms. */
export const schemas = {
  RESOURCE: { name: 'text', checksum: 'text', content: 'bytes', deploymentKey: 'int' },
  PROCESS: {
    bpmnProcessId: 'text',
    version: 'int',
    versionTag: 'text',
    resourceName: 'text',
    resourceKey: 'int',
    checksum: 'text',
    /** Place in the resource's list of executable processes. */
    place: 'int',
    deploymentKey: 'int',
    tenantId: 'text',
  },
  DEPLOYMENT: { resourceNames: 'texts', processDefinitionKeys: 'ints', tenantId: 'text' },
  PROCESS_INSTANCE_CREATION: {
    bpmnProcessId: 'text',
    version: 'int',
    processDefinitionKey: 'int',
    processInstanceKey: 'int',
    tenantId: 'text',
  },
  PROCESS_INSTANCE: {
    processInstanceKey: 'int',
    processDefinitionKey: 'int',
    /** Place of the element, or of the flow for SEQUENCE_FLOW_TAKEN, in the compiled process. */
    element: 'int',
    elementId: 'text',
    bpmnElementType: 'text',
    flowScopeKey: 'int',
    /** Of a process that a call activity started. */
    parentElementInstanceKey: 'int',
    /** Flows whose token the activation took. */
    flows: 'ints',
    /** From 1, of an instance inside a multi-instance body; of the body: how many there will be. */
    loopCounter: 'int',
    /** Of a process that a message started: no second one runs for it. */
    correlationKey: 'text',
  },
  PROCESS_EVENT: {
    scopeKey: 'int',
    processInstanceKey: 'int',
    targetElement: 'int',
    targetElementId: 'text',
    variables: 'document',
  },
  VARIABLE: { scopeKey: 'int', processInstanceKey: 'int', name: 'text', value: 'json' },
  VARIABLE_DOCUMENT: { scopeKey: 'int', local: 'flag', variables: 'document' },
  JOB: {
    type: 'text',
    elementInstanceKey: 'int',
    processInstanceKey: 'int',
    elementId: 'text',
    retries: 'int',
    worker: 'text',
    deadline: 'int',
    /** When a failed job may run again; -1 at once. */
    retryAt: 'int',
    errorCode: 'text',
    errorMessage: 'text',
    customHeaders: 'document',
    variables: 'document',
  },
  INCIDENT: {
    errorType: 'text',
    errorMessage: 'text',
    processInstanceKey: 'int',
    elementInstanceKey: 'int',
    elementId: 'text',
    jobKey: 'int',
  },
  TIMER: {
    elementInstanceKey: 'int',
    processInstanceKey: 'int',
    processDefinitionKey: 'int',
    targetElement: 'int',
    targetElementId: 'text',
    dueDate: 'int',
    /** How often it fires yet, this time included; -1 without end. */
    repetitions: 'int',
    /** What the timer's expression gave, for the next repetition. */
    definition: 'text',
  },
  MESSAGE: {
    name: 'text',
    correlationKey: 'text',
    messageId: 'text',
    timeToLive: 'int',
    deadline: 'int',
    variables: 'document',
    tenantId: 'text',
  },
  PROCESS_MESSAGE_SUBSCRIPTION: {
    messageName: 'text',
    correlationKey: 'text',
    elementInstanceKey: 'int',
    processInstanceKey: 'int',
    bpmnProcessId: 'text',
    targetElement: 'int',
    interrupting: 'flag',
    messageKey: 'int',
    tenantId: 'text',
  },
  MESSAGE_START_EVENT_SUBSCRIPTION: {
    messageName: 'text',
    processDefinitionKey: 'int',
    bpmnProcessId: 'text',
    targetElement: 'int',
    messageKey: 'int',
    correlationKey: 'text',
    processInstanceKey: 'int',
    tenantId: 'text',
  },
  SIGNAL: { signalName: 'text', variables: 'document', tenantId: 'text' },
  SIGNAL_SUBSCRIPTION: {
    signalName: 'text',
    processDefinitionKey: 'int',
    elementInstanceKey: 'int',
    targetElement: 'int',
    tenantId: 'text',
  },
  ESCALATION: { processInstanceKey: 'int', escalationCode: 'text', throwElementId: 'text', catchElementId: 'text' },
  ERROR: { processInstanceKey: 'int', exceptionMessage: 'text' },
  /** Work of a process that goes on in a later turn: it had used up its budget of steps. */
  TURN: { commands: 'json' },
} as const satisfies Record<string, RecordSchema>
