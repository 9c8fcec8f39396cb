import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { process } from '@millrace/bpmn'
import { cacheDir, tempDir, waitFor } from '@millrace/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { unique } from '../harness/on-each-engine.ts'
import { output } from '../harness/run.ts'
import { onEachGateway } from './each-gateway.ts'

const SDK = '@camunda8/sdk@8.8.13'

interface Job {
  readonly key: string
  readonly variables: Readonly<Record<string, unknown>>
  complete(variables?: object): Promise<unknown>
  fail(given: { readonly errorMessage: string; readonly retries: number }): Promise<unknown>
  error(code: string, message?: string): Promise<unknown>
}

/** The part of the SDK's Zeebe client that is used here. */
interface Client {
  topology(): Promise<unknown>
  deployResource(given: { readonly processFilename: string }): Promise<{ readonly deployments: readonly unknown[] }>
  createProcessInstance(given: object): Promise<{ readonly processInstanceKey: string }>
  createProcessInstanceWithResult(given: object): Promise<unknown>
  createWorker(given: { readonly taskType: string; readonly taskHandler: (job: Job) => Promise<unknown> }): {
    close(): Promise<unknown>
  }
  streamJobs(given: object): Promise<{ close(): void }>
  publishMessage(given: object): Promise<unknown>
  updateJobRetries(given: object): Promise<unknown>
  resolveIncident(given: object): Promise<unknown>
  cancelProcessInstance(key: string): Promise<unknown>
  close(): Promise<unknown>
}

interface Sdk {
  readonly Camunda8: new (given: object) => { getZeebeGrpcApiClient(): Client }
}

/** The SDK in a folder of its own, fetched at the first use: it is a test's alone, and large. */
async function sdk(): Promise<Sdk> {
  const folder = cacheDir('camunda8-sdk')
  const entry = join(folder, 'node_modules', '@camunda8', 'sdk', 'dist', 'index.js')
  if (!existsSync(entry)) {
    writeFileSync(join(folder, 'package.json'), '{"private":true}')
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', SDK]
    await output({ command: 'npm', args, cwd: folder, timeoutMs: 280_000 })
  }
  return (await import(pathToFileURL(entry).href)) as Sdk
}

onEachGateway('@camunda8/sdk', (gateway) => {
  let client: Client

  beforeAll(async () => {
    const { Camunda8 } = await sdk()
    const settings = { CAMUNDA_AUTH_STRATEGY: 'NONE', CAMUNDA_OAUTH_DISABLED: true, CAMUNDA_LOG_LEVEL: 'none' }
    const camunda = new Camunda8({ ...settings, ZEEBE_GRPC_ADDRESS: `grpc://${gateway().address}` })
    client = camunda.getZeebeGrpcApiClient()
  }, 300_000)
  afterAll(() => client.close())

  const deploy = async (id: string) => {
    using files = tempDir('camunda8-')
    const processFilename = join(files.path, `${id}.bpmn`)
    const drawn = process(id)
      .startEvent()
      .serviceTask('task', { type: id })
      .boundaryEvent('declined', { error: 'DECLINED' })
      .endEvent('refused')
      .moveTo('task')
      .endEvent()
    writeFileSync(processFilename, drawn.toXml())
    return await client.deployResource({ processFilename })
  }
  const ends = (instance: string, element: string) =>
    waitFor(() => gateway().completed(instance).includes(element), { what: `${element} of ${instance}` })

  it('deploys, and runs a process with a worker', async () => {
    const id = unique('c')
    expect((await deploy(id)).deployments).toMatchObject([{ process: { bpmnProcessId: id, version: 1 } }])
    const worker = client.createWorker({
      taskType: id,
      taskHandler: (job) => job.complete({ doubled: Number(job.variables['n']) * 2 }),
    })
    const request = { bpmnProcessId: id, variables: { n: 21 }, requestTimeout: 20_000 }
    expect(await client.createProcessInstanceWithResult(request)).toMatchObject({ variables: { n: 21, doubled: 42 } })
    await worker.close()
  })

  it('is pushed jobs over a stream', async () => {
    const id = unique('c')
    await deploy(id)
    const seen: string[] = []
    const taskHandler = (job: Job) => {
      seen.push(job.key)
      return job.complete({})
    }
    const request = { type: id, worker: 'w', timeout: 60_000, fetchVariable: [], tenantIds: [], taskHandler }
    const stream = await client.streamJobs(request)
    // A real gateway tells its brokers of a new stream in its own time.
    await sleep(1000)
    const started = await Promise.all(
      Array.from({ length: 5 }, () => client.createProcessInstance({ bpmnProcessId: id, variables: {} })),
    )
    for (const { processInstanceKey } of started) await ends(processInstanceKey, id)
    stream.close()
    expect(new Set(seen).size).toBe(5)
  })

  it('fails a job until its incident stands, and throws an error when it is resolved', async () => {
    const id = unique('c')
    await deploy(id)
    let healthy = false
    const taskHandler = (job: Job): Promise<unknown> =>
      healthy ? job.error('DECLINED', 'no') : job.fail({ errorMessage: 'broken', retries: 0 })
    const worker = client.createWorker({ taskType: id, taskHandler })
    const { processInstanceKey } = await client.createProcessInstance({ bpmnProcessId: id, variables: {} })
    const open = () => gateway().incidents(processInstanceKey)
    const [incident] = await waitFor(() => open().length > 0 && open(), { what: 'the incident' })
    expect(incident).toMatchObject({ type: 'JOB_NO_RETRIES', message: 'broken' })
    healthy = true
    await client.updateJobRetries({ jobKey: incident?.jobKey, retries: 1 })
    await client.resolveIncident({ incidentKey: incident?.key })
    await ends(processInstanceKey, id)
    await worker.close()
    expect(gateway().completed(processInstanceKey)).toEqual(['start', 'declined', 'refused', id])
  })

  it('cancels, and is refused in the words of Zeebe', async () => {
    const id = unique('c')
    await deploy(id)
    const { processInstanceKey } = await client.createProcessInstance({ bpmnProcessId: id, variables: {} })
    await client.cancelProcessInstance(processInstanceKey)
    await expect(client.cancelProcessInstance(processInstanceKey)).rejects.toMatchObject({ code: 5 })
    await expect(client.createProcessInstance({ bpmnProcessId: 'nobody', variables: {} })).rejects.toMatchObject({
      code: 5,
      details: expect.stringContaining("Command 'CREATE' rejected with code 'NOT_FOUND'"),
    })
  })
})
