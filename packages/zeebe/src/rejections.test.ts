import { Client, credentials, status } from '@grpc/grpc-js'
import { process } from '@millrace/bpmn'
import { type Engine, openEngine } from '@millrace/engine'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { memoryLog } from '@millrace/log'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Fields, Given, Message } from './proto/wire.ts'
import { rpcs } from './rpcs/index.ts'
import { type ZeebeServer, startZeebeServer } from './server.ts'

let engine: Engine
let server: ZeebeServer
let client: Client

beforeAll(async () => {
  const clocks = systemClocks()
  engine = await openEngine({ log: memoryLog({ clocks }), clocks, random: systemRandom })
  server = await startZeebeServer({ engine, clocks, host: '127.0.0.1', port: 0 })
  client = new Client(`127.0.0.1:${server.address.port}`, credentials.createInsecure())
  const content = Buffer.from(process('p').startEvent().serviceTask('t', { type: 't' }).endEvent().toXml())
  await call('DeployResource', { resources: [{ name: 'p.bpmn', content }] })
})
afterAll(async () => {
  client.close()
  await server.stop()
  await engine.close()
})

/** A call's status and text: `OK` when it succeeded. Answers of streams are not looked at. */
function call(name: keyof typeof rpcs, given: object): Promise<readonly [string, string]> {
  const {
    request: asked,
    response,
    kind,
  } = rpcs[name] as unknown as {
    readonly request: Message<Fields>
    readonly response: Message<Fields>
    readonly kind: 'unary' | 'stream'
  }
  const request = given as Given<Fields>
  const path = `/gateway_protocol.Gateway/${name}`
  const write = (value: Given<Fields>): Buffer => asked.encode(value)
  const read = (bytes: Buffer) => response.decode(bytes)
  return new Promise((resolve) => {
    const failed = (error: { readonly code: status; readonly details: string }): void =>
      resolve([status[error.code], error.details])
    if (kind === 'unary') {
      client.makeUnaryRequest(path, write, read, request, (error) =>
        error === null ? resolve(['OK', '']) : failed(error),
      )
      return
    }
    const answers = client.makeServerStreamRequest(path, write, read, request)
    answers.on('error', (error) => failed(error as unknown as Parameters<typeof failed>[0]))
    answers.on('end', () => resolve(['OK', '']))
    answers.resume()
  })
}

const NOBODY = 2251799813999999
const process99 = { bpmnProcessId: 'p', version: 99 }
const invalidAt = (text: string, column: number): string =>
  `Invalid JSON value: ${text}\n at [Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: 1, column: ${column}]`
const rejected = (intent: string, code: string, text: string): string =>
  `Command '${intent}' rejected with code '${code}': ${text}`

/** What a Zeebe 8.6.0 broker answered to the same calls. */
it.each<[keyof typeof rpcs, object, string, string]>([
  [
    'DeployResource',
    {},
    'INVALID_ARGUMENT',
    rejected('CREATE', 'INVALID_ARGUMENT', 'Expected to deploy at least one resource, but none given'),
  ],
  [
    'CreateProcessInstance',
    { bpmnProcessId: 'none', version: -1 },
    'NOT_FOUND',
    rejected('CREATE', 'NOT_FOUND', "Expected to find process definition with process ID 'none', but none found"),
  ],
  [
    'CreateProcessInstance',
    process99,
    'NOT_FOUND',
    rejected(
      'CREATE',
      'NOT_FOUND',
      "Expected to find process definition with process ID 'p' and version '99', but none found",
    ),
  ],
  [
    'CreateProcessInstance',
    { processDefinitionKey: 123 },
    'NOT_FOUND',
    rejected('CREATE', 'NOT_FOUND', "Expected to find process definition with key '123', but none found"),
  ],
  [
    'CreateProcessInstance',
    { bpmnProcessId: 'p', version: -1, variables: '{bad' },
    'INVALID_ARGUMENT',
    invalidAt('{bad', 2),
  ],
  [
    'CreateProcessInstance',
    { bpmnProcessId: 'p', version: -1, variables: '[1]' },
    'INVALID_ARGUMENT',
    "Property 'variables' is invalid: Expected document to be a root level object, but was 'ARRAY'",
  ],
  [
    'CreateProcessInstance',
    { bpmnProcessId: 'p', version: -1, tenantId: 'acme' },
    'INVALID_ARGUMENT',
    "Expected to handle gRPC request CreateProcessInstance with tenant identifier 'acme', but multi-tenancy is disabled",
  ],
  ['CreateProcessInstance', { bpmnProcessId: 'p', version: -1, variables: '' }, 'OK', ''],
  [
    'CancelProcessInstance',
    { processInstanceKey: NOBODY },
    'NOT_FOUND',
    rejected(
      'CANCEL',
      'NOT_FOUND',
      `Expected to cancel a process instance with key '${NOBODY}', but no such process was found`,
    ),
  ],
  [
    'CancelProcessInstance',
    { processInstanceKey: 1 },
    'UNAVAILABLE',
    'Expected to execute command on partition 0, but either it does not exist, or the gateway is not yet aware of it',
  ],
  [
    'CompleteJob',
    { jobKey: NOBODY },
    'NOT_FOUND',
    rejected('COMPLETE', 'NOT_FOUND', `Expected to complete job with key '${NOBODY}', but no such job was found`),
  ],
  ['CompleteJob', { jobKey: NOBODY, variables: 'nope' }, 'INVALID_ARGUMENT', invalidAt('nope', 5)],
  [
    'FailJob',
    { jobKey: NOBODY },
    'NOT_FOUND',
    rejected('FAIL', 'NOT_FOUND', `Expected to fail job with key '${NOBODY}', but no such job was found`),
  ],
  [
    'ThrowError',
    { jobKey: NOBODY },
    'NOT_FOUND',
    rejected(
      'THROW_ERROR',
      'NOT_FOUND',
      `Expected to throw an error for job with key '${NOBODY}', but no such job was found`,
    ),
  ],
  [
    'UpdateJobRetries',
    { jobKey: NOBODY, retries: 0 },
    'INVALID_ARGUMENT',
    rejected(
      'UPDATE_RETRIES',
      'INVALID_ARGUMENT',
      `Expected to update retries for job with key '${NOBODY}' with a positive amount of retries, but the amount given was '0'`,
    ),
  ],
  [
    'UpdateJobTimeout',
    { jobKey: NOBODY, timeout: 1 },
    'NOT_FOUND',
    rejected('UPDATE_TIMEOUT', 'NOT_FOUND', `Expected to update job with key '${NOBODY}', but no such job was found`),
  ],
  [
    'ResolveIncident',
    { incidentKey: NOBODY },
    'NOT_FOUND',
    rejected(
      'RESOLVE',
      'NOT_FOUND',
      `Expected to resolve incident with key '${NOBODY}', but no such incident was found`,
    ),
  ],
  [
    'SetVariables',
    { elementInstanceKey: NOBODY },
    'NOT_FOUND',
    rejected(
      'UPDATE',
      'NOT_FOUND',
      `Expected to update variables for element with key '${NOBODY}', but no such element was found`,
    ),
  ],
  [
    'DeleteResource',
    { resourceKey: NOBODY },
    'NOT_FOUND',
    rejected('DELETE', 'NOT_FOUND', `Expected to delete resource but no resource found with key \`${NOBODY}\``),
  ],
  ['PublishMessage', { name: '', correlationKey: '' }, 'OK', ''],
  ['BroadcastSignal', { signalName: '' }, 'OK', ''],
  [
    'ActivateJobs',
    { timeout: 1000, maxJobsToActivate: 1 },
    'INVALID_ARGUMENT',
    rejected(
      'ACTIVATE',
      'INVALID_ARGUMENT',
      'Expected to activate job batch with type to be present, but it was blank',
    ),
  ],
  [
    'ActivateJobs',
    { type: 'q', maxJobsToActivate: 1 },
    'INVALID_ARGUMENT',
    rejected(
      'ACTIVATE',
      'INVALID_ARGUMENT',
      "Expected to activate job batch with timeout to be greater than zero, but it was '0'",
    ),
  ],
  ['ActivateJobs', { type: 'q', timeout: 1, requestTimeout: 500 }, 'OK', ''],
  ['ActivateJobs', { type: 'q', timeout: 1, maxJobsToActivate: 1, requestTimeout: -1 }, 'OK', ''],
  [
    'ModifyProcessInstance',
    {},
    'UNIMPLEMENTED',
    'Millrace does not yet modify process instances; cancel this one and start another before the elements you want',
  ],
])('%s of %j gives %s', async (name, request, code, text) => {
  expect(await call(name, request)).toEqual([code, text])
})

it('refuses a message id a second time', async () => {
  const message = { name: 'm', correlationKey: 'k', messageId: 'i', timeToLive: 60_000 }
  expect(await call('PublishMessage', message)).toEqual(['OK', ''])
  const text = "Expected to publish a new message with id 'i', but a message with that id was already published"
  expect(await call('PublishMessage', message)).toEqual(['ALREADY_EXISTS', rejected('PUBLISH', 'ALREADY_EXISTS', text)])
})

it('says when a process does not end in time', async () => {
  const request = { request: { bpmnProcessId: 'p', version: -1 }, requestTimeout: 50 }
  expect((await call('CreateProcessInstanceWithResult', request))[0]).toBe('DEADLINE_EXCEEDED')
})
