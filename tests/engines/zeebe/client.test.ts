import { connectZeebe, type Job, type JobOutcome, type ZeebeClient } from '@millrace/client/zeebe'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { waitFor } from '@millrace/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unique } from '../harness/on-each-engine.ts'
import { type GatewayUnderTest, realGateway } from './gateway.ts'
import { oneTask } from './one-task.ts'

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

describe('the Zeebe client on a real Zeebe', () => {
  let gateway: GatewayUnderTest
  let client: ZeebeClient

  beforeAll(async () => {
    gateway = await realGateway()
    client = connectZeebe(
      { ZEEBE_ADDRESS: gateway.address },
      { clocks: systemClocks(), random: systemRandom, log: silent },
    )
  })

  afterAll(async () => {
    await client?.close()
    await gateway?.stop()
  })

  const deployed = async (handler: (job: Job) => JobOutcome): Promise<{ id: string; jobs: Job[] }> => {
    const id = unique('p')
    await client.deploy([{ name: `${id}.bpmn`, content: oneTask(id) }])
    const jobs: Job[] = []
    client.worker(`${id}-work`, (job) => {
      jobs.push(job)
      return Promise.resolve(handler(job))
    })
    return { id, jobs }
  }

  it('reads the topology', async () => {
    expect(await client.topology()).toEqual({ gatewayVersion: '8.6.0', partitionsCount: 1 })
  })

  it('deploys the same resource as the same version', async () => {
    const id = unique('p')
    const resource = { name: `${id}.bpmn`, content: oneTask(id) }
    const [first] = await client.deploy([resource])
    expect(first).toMatchObject({ processId: id, version: 1, resourceName: `${id}.bpmn` })
    expect(await client.deploy([resource])).toEqual([first])
  })

  it('completes a job, correlates a message that came early, and gives the result', async () => {
    const { id, jobs } = await deployed(() => ({ kind: 'completed', variables: { answer: 42 } }))
    const message = { name: `answered-${id}`, correlationKey: id, messageId: 'm1', timeToLiveMs: 60_000 }
    await client.publishMessage({ ...message, variables: { late: false } })
    const { variables } = await client.createInstanceWithResult({ processId: id, variables: { ref: id } }, 20_000)
    expect(variables).toEqual({ ref: id, answer: 42, late: false })
    expect(jobs).toMatchObject([{ headers: { hello: 'world' }, variables: { ref: id }, retries: 3, elementId: 'work' }])
  })

  it('refuses the same message id while the message is buffered', async () => {
    const message = { name: unique('m'), correlationKey: 'k', messageId: 'once', timeToLiveMs: 60_000 }
    await client.publishMessage(message)
    await expect(client.publishMessage(message)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
  })

  it('fails a job that threw with one retry less until an incident stands, and goes on when it is resolved', async () => {
    let healthy = false
    const { id, jobs } = await deployed(({ retries }) => {
      if (!healthy && retries > 1) throw new Error('not yet')
      return healthy ? { kind: 'completed' } : { kind: 'failed', retries: 0, message: 'given up' }
    })
    const { processInstanceKey } = await client.createInstance({ processId: id, variables: { ref: id } })
    const [incident] = await waitFor(
      () => {
        const open = gateway.incidents(processInstanceKey)
        return open.length > 0 && open
      },
      { what: 'the incident' },
    )
    expect(incident).toMatchObject({ elementId: 'work', message: 'given up' })
    expect(jobs.map(({ retries }) => retries)).toEqual([3, 2, 1])
    healthy = true
    await client.updateRetries(incident?.jobKey ?? '', 1)
    await client.resolveIncident(incident?.key ?? '')
    await client.publishMessage({ name: `answered-${id}`, correlationKey: id, timeToLiveMs: 60_000 })
    await waitFor(() => gateway.completed(processInstanceKey).includes(id), { what: 'the end of the instance' })
    expect(gateway.incidents(processInstanceKey)).toEqual([])
  })

  it('throws a business error that the model catches', async () => {
    const { id } = await deployed(() => ({ kind: 'error', code: 'DECLINED', message: 'no' }))
    const { processInstanceKey } = await client.createInstanceWithResult(
      { processId: id, variables: { ref: 'x' } },
      20_000,
    )
    await waitFor(() => gateway.completed(processInstanceKey).includes('refused'), { what: 'the caught error' })
  })

  it("gives the gateway's own code and text for what it refuses", async () => {
    await expect(client.createInstance({ processId: 'nobody' })).rejects.toMatchObject({
      name: 'Refusal',
      code: 'NOT_FOUND',
      message: expect.stringContaining("Command 'CREATE' rejected with code 'NOT_FOUND'"),
    })
    await expect(client.deploy([{ name: 'x.bpmn', content: '<no' }])).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    })
  })

  it('stops a worker that waits for jobs at once', async () => {
    await client.worker(unique('idle'), () => Promise.resolve({ kind: 'completed' })).stop()
  })
})
