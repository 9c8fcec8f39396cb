import type { Gateway, Message } from './gateway.ts'
import type { ZeebeSettings } from './settings.ts'
import { readVariables, type Variables } from './variables.ts'

/** A resource to deploy: its name ends in `.bpmn`. */
export interface ZeebeResource {
  readonly name: string
  readonly content: string | Uint8Array
}

export interface DeployedProcess {
  readonly processId: string
  readonly version: number
  readonly processDefinitionKey: string
  readonly resourceName: string
}

export interface NewInstance {
  /** Left out only when there is a `processDefinitionKey`. */
  readonly processId?: string
  /** The latest without it. */
  readonly version?: number
  /** One version of one process, instead of the two above. */
  readonly processDefinitionKey?: string
  readonly variables?: Variables
}

export interface ProcessInstance {
  readonly processInstanceKey: string
  readonly processDefinitionKey: string
  readonly processId: string
  readonly version: number
}

export interface ProcessResult extends ProcessInstance {
  readonly variables: Variables
}

export interface OutgoingMessage {
  readonly name: string
  readonly correlationKey: string
  /** Refused as ALREADY_EXISTS while one with the same id, name and key is buffered. */
  readonly messageId?: string
  /** How long it waits for an instance; 0: it is lost when none waits already. */
  readonly timeToLiveMs: number
  readonly variables?: Variables
}

/** What can be asked of the engine. Each rejects with a Refusal or a Fault whose code is the gRPC status. */
export interface ZeebeCommands {
  topology(): Promise<{ readonly gatewayVersion: string; readonly partitionsCount: number }>
  deploy(resources: readonly ZeebeResource[]): Promise<readonly DeployedProcess[]>
  createInstance(instance: NewInstance): Promise<ProcessInstance>
  /** Resolves when the instance is complete. */
  createInstanceWithResult(instance: NewInstance, timeoutMs: number): Promise<ProcessResult>
  cancelInstance(processInstanceKey: string): Promise<void>
  /** Gives the message's key. */
  publishMessage(message: OutgoingMessage): Promise<string>
  broadcastSignal(name: string, variables?: Variables): Promise<void>
  setVariables(elementInstanceKey: string, variables: Variables, local?: boolean): Promise<void>
  /** Completes a job that a worker left open. */
  completeJob(jobKey: string, variables?: Variables): Promise<void>
  /** Throws a business error from a job that a worker left open. */
  throwError(jobKey: string, code: string, message: string, variables?: Variables): Promise<void>
  /** Gives a job that is in somebody's hands this much time from now, ms. */
  updateJobTimeout(jobKey: string, timeoutMs: number): Promise<void>
  updateRetries(jobKey: string, retries: number): Promise<void>
  resolveIncident(incidentKey: string): Promise<void>
}

const LATEST = -1
/** What the protocol has for a key that is not given. */
const NONE = '0'
/** The client waits longer than the gateway, so that the gateway's answer is the one that counts. */
const GRACE_MS = 2000

export function zeebeCommands(gateway: Gateway, { tenantId }: ZeebeSettings): ZeebeCommands {
  const creation = ({
    processId = '',
    version = LATEST,
    processDefinitionKey = NONE,
    variables = {},
  }: NewInstance): Message => ({
    processDefinitionKey,
    bpmnProcessId: processId,
    version,
    variables: JSON.stringify(variables),
    tenantId,
  })
  const done = async (call: Promise<Message>): Promise<void> => {
    await call
  }
  return {
    topology: async () => {
      const answer = await gateway.call('Topology', {})
      const { gatewayVersion, partitionsCount } = answer as { gatewayVersion: string; partitionsCount: number }
      return { gatewayVersion, partitionsCount }
    },
    deploy: async (resources) => {
      const given = resources.map(({ name, content }) => ({ name, content: Buffer.from(content) }))
      const answer = await gateway.call('DeployResource', { resources: given, tenantId })
      return (answer['deployments'] as { process: Message | null }[]).flatMap(({ process }) =>
        process === null ? [] : [readProcess(process)],
      )
    },
    createInstance: async (instance) => readInstance(await gateway.call('CreateProcessInstance', creation(instance))),
    createInstanceWithResult: async (instance, timeoutMs) => {
      const request = { request: creation(instance), requestTimeout: String(timeoutMs) }
      const answer = await gateway.call('CreateProcessInstanceWithResult', request, timeoutMs + GRACE_MS)
      return { ...readInstance(answer), variables: readVariables(answer['variables']) }
    },
    cancelInstance: (processInstanceKey) => done(gateway.call('CancelProcessInstance', { processInstanceKey })),
    publishMessage: async ({ timeToLiveMs, variables = {}, messageId = '', ...message }) => {
      const rest = { timeToLive: String(timeToLiveMs), variables: JSON.stringify(variables), messageId, tenantId }
      return (await gateway.call('PublishMessage', { ...message, ...rest }))['key'] as string
    },
    broadcastSignal: (signalName, variables = {}) =>
      done(gateway.call('BroadcastSignal', { signalName, variables: JSON.stringify(variables), tenantId })),
    setVariables: (elementInstanceKey, variables, local = false) =>
      done(gateway.call('SetVariables', { elementInstanceKey, variables: JSON.stringify(variables), local })),
    completeJob: (jobKey, variables = {}) =>
      done(gateway.call('CompleteJob', { jobKey, variables: JSON.stringify(variables) })),
    throwError: (jobKey, errorCode, errorMessage, variables = {}) =>
      done(gateway.call('ThrowError', { jobKey, errorCode, errorMessage, variables: JSON.stringify(variables) })),
    updateJobTimeout: (jobKey, timeoutMs) =>
      done(gateway.call('UpdateJobTimeout', { jobKey, timeout: String(timeoutMs) })),
    updateRetries: (jobKey, retries) => done(gateway.call('UpdateJobRetries', { jobKey, retries })),
    resolveIncident: (incidentKey) => done(gateway.call('ResolveIncident', { incidentKey })),
  }
}

const readProcess = (message: Message): DeployedProcess => ({
  processId: message['bpmnProcessId'] as string,
  version: message['version'] as number,
  processDefinitionKey: message['processDefinitionKey'] as string,
  resourceName: message['resourceName'] as string,
})

const readInstance = (message: Message): ProcessInstance => ({
  processInstanceKey: message['processInstanceKey'] as string,
  processDefinitionKey: message['processDefinitionKey'] as string,
  processId: message['bpmnProcessId'] as string,
  version: message['version'] as number,
})
