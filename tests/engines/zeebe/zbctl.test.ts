import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { process } from '@millrace/bpmn'
import { cacheDir, tempDir, waitFor } from '@millrace/testkit'
import { beforeAll, expect, it } from 'vitest'
import { unique } from '../harness/on-each-engine.ts'
import { output, run } from '../harness/run.ts'
import { onEachGateway } from './each-gateway.ts'
import type { GatewayUnderTest } from './gateway.ts'

const VERSION = 'v8.3.0'
const folder = cacheDir(`zbctl-${VERSION}`)
const program = join(folder, 'zbctl')

/** zbctl is Zeebe's Go client with a command line around it. */
function suite(gateway: () => GatewayUnderTest): void {
  beforeAll(async () => {
    if (existsSync(program)) return
    const args = ['install', `github.com/camunda/zeebe/clients/go/v8/cmd/zbctl@${VERSION}`]
    await output({ command: 'go', args, env: { GOBIN: folder }, timeoutMs: 300_000 })
  }, 300_000)

  const command = (args: readonly string[]) => ({
    command: program,
    args: ['--insecure', '--address', gateway().address, ...args],
  })
  const zbctl = async (...args: string[]): Promise<Record<string, unknown>> =>
    JSON.parse(await output(command(args))) as Record<string, unknown>
  const done = (...args: string[]) => output(command(args))
  const refused = async (...args: string[]): Promise<string> => (await run(command(args))).stderr

  const deploy = async (id: string) => {
    using files = tempDir('zbctl-')
    const path = join(files.path, `${id}.bpmn`)
    const drawn = process(id)
      .startEvent()
      .serviceTask('task', { type: id })
      .boundaryEvent('declined', { error: 'DECLINED' })
      .endEvent('refused')
      .moveTo('task')
      .intermediateCatchEvent('wait', { message: `m-${id}`, correlationKey: '=ref' })
      .endEvent()
    writeFileSync(path, drawn.toXml())
    return await zbctl('deploy', 'resource', path)
  }
  const started = async (id: string): Promise<string> => {
    const created = await zbctl('create', 'instance', id, '--variables', '{"ref":"r"}')
    expect(created).toMatchObject({ bpmnProcessId: id, version: 1 })
    return String(created['processInstanceKey'])
  }
  const job = async (id: string): Promise<Record<string, unknown>> => {
    const { jobs } = await zbctl('activate', 'jobs', id, '--maxJobsToActivate', '1')
    return (jobs as Record<string, unknown>[])[0] ?? {}
  }
  const ends = (instance: string, element: string) =>
    waitFor(() => gateway().completed(instance).includes(element), { what: `${element} of ${instance}` })

  it('shows the cluster', async () => {
    expect(await zbctl('status', '--output', 'json')).toMatchObject({
      clusterSize: 1,
      gatewayVersion: '8.6.0',
      brokers: [{ nodeId: 0, partitions: [{ partitionId: 1, role: 'LEADER', health: 'HEALTHY' }] }],
    })
  })

  it('deploys, starts, works a job, publishes a message', async () => {
    const id = unique('z')
    expect(await deploy(id)).toMatchObject({ deployments: [{ process: { bpmnProcessId: id, version: 1 } }] })
    const instance = await started(id)
    const given = await job(id)
    expect(given).toMatchObject({ type: id, elementId: 'task', retries: 3, variables: '{"ref":"r"}' })
    await done('complete', 'job', String(given['key']), '--variables', '{"done":true}')
    await done('publish', 'message', `m-${id}`, '--correlationKey', 'r', '--variables', '{"paid":1}')
    await ends(instance, id)
    expect(gateway().completed(instance)).toEqual(['start', 'task', 'wait', 'end', id])
  })

  it('fails a job, gives it retries and resolves its incident', async () => {
    const id = unique('z')
    await deploy(id)
    const instance = await started(id)
    const key = String((await job(id))['key'])
    await done('fail', 'job', key, '--retries', '0', '--errorMessage', 'broken')
    const [incident] = await waitFor(() => gateway().incidents(instance).length > 0 && gateway().incidents(instance), {
      what: 'the incident',
    })
    expect(incident).toMatchObject({ type: 'JOB_NO_RETRIES', message: 'broken' })
    await done('update', 'retries', key, '--retries', '1')
    await done('resolve', 'incident', incident?.key ?? '')
    expect(await job(id)).toMatchObject({ key, retries: 1 })
    await done('throwError', 'job', key, '--errorCode', 'DECLINED')
    await ends(instance, id)
    expect(gateway().completed(instance)).toEqual(['start', 'declined', 'refused', id])
  })

  it('sets variables, cancels, and is refused in the words of Zeebe', async () => {
    const id = unique('z')
    await deploy(id)
    const instance = await started(id)
    await done('set', 'variables', instance, '--variables', '{"ref":"other"}')
    expect(await job(id)).toMatchObject({ variables: '{"ref":"other"}' })
    await done('cancel', 'instance', instance)
    expect(await refused('cancel', 'instance', instance)).toContain(
      `code = NotFound desc = Command 'CANCEL' rejected with code 'NOT_FOUND': Expected to cancel a process instance with key '${instance}', but no such process was found`,
    )
    expect(await refused('create', 'instance', 'nobody')).toContain('code = NotFound')
  })
}

if (spawnSync('go', ['version']).status === 0) onEachGateway('zbctl', suite)
else it.skip('zbctl: skipped, since no Go toolchain is on the PATH')
