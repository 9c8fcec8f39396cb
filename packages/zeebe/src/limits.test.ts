import { process } from '@millrace/bpmn'
import { type Engine, openEngine } from '@millrace/engine'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { memoryLog } from '@millrace/log'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ZeebeServer, startZeebeServer } from './server.ts'
import { type CallName, type PlainGateway, plainGateway } from './testing.ts'

let engine: Engine
let server: ZeebeServer
let gateway: PlainGateway

beforeAll(async () => {
  const clocks = systemClocks()
  engine = await openEngine({ log: memoryLog({ clocks }), clocks, random: systemRandom })
  server = await startZeebeServer({ engine, clocks, host: '127.0.0.1', port: 0 })
  gateway = plainGateway(`127.0.0.1:${server.address.port}`)
  const drawn = process('p').startEvent().serviceTask('a', { type: 'a' }).endEvent()
  const resources = [{ name: 'p.bpmn', content: Buffer.from(drawn.toXml()) }]
  expect(await gateway.call('DeployResource', { resources })).toMatchObject({ code: 'OK' })
})
afterAll(async () => {
  gateway.close()
  await server.stop()
  await engine.close()
})

/** The process can still be started, and its job done. */
async function expectAtWork(): Promise<void> {
  const created = await gateway.call('CreateProcessInstance', { bpmnProcessId: 'p', version: -1 })
  expect(created).toMatchObject({ code: 'OK' })
  const { processInstanceKey } = created.messages[0] as { readonly processInstanceKey: number }
  expect(await gateway.call('CancelProcessInstance', { processInstanceKey })).toMatchObject({ code: 'OK' })
}

const big = JSON.stringify({ text: 'x'.repeat(10 << 20) })

it.each<[CallName, object]>([
  ['CreateProcessInstance', { bpmnProcessId: 'p', version: -1, variables: big }],
  ['PublishMessage', { name: 'm', correlationKey: 'k', variables: big }],
  ['CompleteJob', { jobKey: 1, variables: big }],
  ['SetVariables', { elementInstanceKey: 1, variables: big }],
  ['BroadcastSignal', { signalName: 's', variables: big }],
  ['DeployResource', { resources: [{ name: 'p.bpmn', content: Buffer.alloc(50 << 20, ' ') }] }],
])('%s refuses more than 4 MB, and works on', async (call, request) => {
  expect(await gateway.call(call, request)).toMatchObject({
    code: 'RESOURCE_EXHAUSTED',
    text: expect.stringContaining('larger than max (') as string,
  })
  await expectAtWork()
})

it.each([
  ['lists', '['.repeat(1_000_000) + ']'.repeat(1_000_000)],
  ['contexts', '{"a":'.repeat(500_000) + '1' + '}'.repeat(500_000)],
])('refuses variables of %s that are nested too deep, and works on', async (_, nested) => {
  const request = { bpmnProcessId: 'p', version: -1, variables: `{"x":${nested}}` }
  expect(await gateway.call('CreateProcessInstance', request)).toMatchObject({
    code: 'INVALID_ARGUMENT',
    text: expect.stringContaining('deep') as string,
  })
  await expectAtWork()
})
