import { process } from '@millrace/bpmn'
import { type Engine, openEngine } from '@millrace/engine'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { memoryLog } from '@millrace/log'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ZBClient } from 'zeebe-node'
import { type ZeebeServer, startZeebeServer } from './server.ts'

/** A foreign client: zeebe-node 8.3 over gRPC. */
let engine: Engine
let server: ZeebeServer
let client: ZBClient

beforeAll(async () => {
  const clocks = systemClocks()
  engine = await openEngine({ log: memoryLog({ clocks }), clocks, random: systemRandom })
  server = await startZeebeServer({ engine, clocks, host: '127.0.0.1', port: 0 })
  client = new ZBClient(`127.0.0.1:${server.address.port}`, { loglevel: 'NONE', retry: false, useTLS: false })
})
afterAll(async () => {
  await client.close()
  await server.stop()
  await engine.close()
})

it('describes itself', async () => {
  expect(await client.topology()).toMatchObject({ clusterSize: 1, partitionsCount: 1, gatewayVersion: '8.6.0' })
})

it('deploys, starts, works jobs and gives the result', async () => {
  const drawn = process('order')
    .startEvent()
    .serviceTask('charge', { type: 'charge', headers: { unit: 'eur' } })
    .intermediateCatchEvent('paid', { message: 'paid', correlationKey: '=orderId' })
    .endEvent()
  const deployed = await client.deployResource({ name: 'order.bpmn', process: Buffer.from(drawn.toXml()) })
  expect(deployed.deployments[0]?.process).toMatchObject({ bpmnProcessId: 'order', version: 1 })
  const worker = client.createWorker({
    taskType: 'charge',
    taskHandler: (job) => job.complete({ charged: Number(job.variables['amount']), unit: job.customHeaders['unit'] }),
  })
  const result = client.createProcessInstanceWithResult({
    bpmnProcessId: 'order',
    variables: { orderId: 'o-1', amount: 12 },
    requestTimeout: 10_000,
  })
  await client.publishMessage({
    name: 'paid',
    correlationKey: 'o-1',
    timeToLive: 10_000,
    variables: { by: 'card' },
    messageId: 'm-1',
  })
  expect((await result).variables).toEqual({ orderId: 'o-1', amount: 12, charged: 12, unit: 'eur', by: 'card' })
  await worker.close()
})

it('fails a job, and goes on when its incident is resolved', async () => {
  const drawn = process('flaky').startEvent().serviceTask('t', { type: 'flaky' }).endEvent()
  await client.deployResource({ name: 'flaky.bpmn', process: Buffer.from(drawn.toXml()) })
  const { processInstanceKey } = await client.createProcessInstance({ bpmnProcessId: 'flaky', variables: {} })
  const request = { type: 'flaky', worker: 'w', timeout: 60_000, maxJobsToActivate: 1, requestTimeout: 1000 }
  const [job] = await client.activateJobs(request)
  await client.failJob({ jobKey: job?.key ?? '', retries: 0, errorMessage: 'no', retryBackOff: 0 })
  const [incident] = engine.state.incidents.entries()
  expect(incident?.[1]).toMatchObject({ errorType: 'JOB_NO_RETRIES', errorMessage: 'no' })
  await client.updateJobRetries({ jobKey: job?.key ?? '', retries: 1 })
  await client.resolveIncident({ incidentKey: String(incident?.[0]) })
  const [again] = await client.activateJobs(request)
  expect(again).toMatchObject({ key: job?.key, retries: 1 })
  await client.completeJob({ jobKey: job?.key ?? '', variables: {} })
  await expect(client.cancelProcessInstance(processInstanceKey)).rejects.toThrow('no such process was found')
})

it('gives nothing when there is nothing', async () => {
  const request = { type: 'none', worker: 'w', timeout: 1000, maxJobsToActivate: 1, requestTimeout: 50 }
  expect(await client.activateJobs(request)).toEqual([])
})
