import { setTimeout as sleep } from 'node:timers/promises'
import { process } from '@millrace/bpmn'
import { waitFor } from '@millrace/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ZBClient } from 'zeebe-node'
import { unique } from '../harness/on-each-engine.ts'
import { onEachGateway } from './each-gateway.ts'

onEachGateway('zeebe-node', (gateway) => {
  let client: ZBClient

  beforeAll(() => {
    client = new ZBClient(gateway().address, { loglevel: 'NONE', retry: false, useTLS: false })
  })
  afterAll(() => client.close())

  const deploy = (drawn: { toXml(): string }, name: string) =>
    client.deployResource({ name: `${name}.bpmn`, process: Buffer.from(drawn.toXml()) })
  const oneTask = (id: string) =>
    process(id)
      .startEvent()
      .serviceTask('task', { type: id, headers: { unit: 'eur' } })
      .endEvent()
  // A real Zeebe ends the answer without a message when there are no jobs, and zeebe-node then waits without end.
  const activate = (type: string, timeout = 60_000) =>
    Promise.race([
      client.activateJobs({ type, worker: 'w', timeout, maxJobsToActivate: 5, requestTimeout: 1000 }),
      sleep(2000).then(() => []),
    ])
  const firstJob = async (type: string) => {
    const [job] = await activate(type)
    expect(job, `a job of type ${type}`).toBeDefined()
    return job as NonNullable<typeof job>
  }
  const created = async (drawn: { toXml(): string }, id: string, variables = {}) => {
    await deploy(drawn, id)
    return (await client.createProcessInstance({ bpmnProcessId: id, variables })).processInstanceKey
  }
  const advance = (ms: number) => gateway().setClock(gateway().now() + ms)
  const ends = (instance: string, element: string) =>
    waitFor(() => gateway().completed(instance).includes(element), { what: `${element} of ${instance}` })
  const incident = async (instance: string) => {
    const [found] = await waitFor(() => gateway().incidents(instance).length > 0 && gateway().incidents(instance), {
      what: `an incident of ${instance}`,
    })
    return found as NonNullable<typeof found>
  }

  it('reads the topology', async () => {
    const partitions = [{ partitionId: 1, role: 'LEADER', health: 'HEALTHY' }]
    expect(await client.topology()).toMatchObject({
      clusterSize: 1,
      partitionsCount: 1,
      replicationFactor: 1,
      gatewayVersion: '8.6.0',
      brokers: [{ nodeId: 0, version: '8.6.0', partitions }],
    })
  })

  it('deploys the same file as the same version, and another as the next', async () => {
    const id = unique('p')
    const first = await deploy(oneTask(id), id)
    expect(first.deployments[0]?.process).toMatchObject({ bpmnProcessId: id, version: 1, resourceName: `${id}.bpmn` })
    expect((await deploy(oneTask(id), id)).deployments).toEqual(first.deployments)
    const changed = process(id).startEvent().endEvent()
    expect((await deploy(changed, id)).deployments[0]?.process).toMatchObject({ version: 2 })
    const old = await client.createProcessInstance({ bpmnProcessId: id, version: 1, variables: {} })
    expect(old).toMatchObject({ bpmnProcessId: id, version: 1 })
    expect((await firstJob(id)).processInstanceKey).toBe(old.processInstanceKey)
  })

  it('gives a worker what the job is about, and the caller the result', async () => {
    const id = unique('p')
    await deploy(oneTask(id), id)
    const worker = client.createWorker({
      taskType: id,
      taskHandler: (job) =>
        job.complete({ charged: Number(job.variables['amount']), unit: job.customHeaders['unit'], left: job.retries }),
    })
    const request = { bpmnProcessId: id, variables: { amount: 12, nested: { list: [1, 2.5, 'ä'] } } }
    const result = await client.createProcessInstanceWithResult({ ...request, requestTimeout: 10_000 })
    await worker.close()
    const variables = { amount: 12, nested: { list: [1, 2.5, 'ä'] }, charged: 12, unit: 'eur', left: 3 }
    expect(result).toMatchObject({ bpmnProcessId: id, version: 1, variables })
  })

  const waiting = (id: string) =>
    process(id)
      .startEvent()
      .intermediateCatchEvent('wait', { message: `m-${id}`, correlationKey: '=ref' })
      .endEvent()

  it('correlates a message that came before, and one that comes after', async () => {
    const id = unique('p')
    await deploy(waiting(id), id)
    const message = (correlationKey: string, timeToLive: number) =>
      client.publishMessage({
        name: `m-${id}`,
        correlationKey,
        timeToLive,
        variables: { by: correlationKey },
        messageId: '',
      })
    await message('lost', 0)
    await message('early', 60_000)
    const start = (ref: string) => client.createProcessInstance({ bpmnProcessId: id, variables: { ref } })
    const [lost, early, late] = [await start('lost'), await start('early'), await start('late')]
    await ends(early.processInstanceKey, 'wait')
    await message('late', 0)
    await ends(late.processInstanceKey, 'wait')
    expect(gateway().completed(lost.processInstanceKey)).toEqual(['start'])
    await client.cancelProcessInstance(lost.processInstanceKey)
  })

  it('is refused the same message id while the message is kept', async () => {
    const message = { name: unique('m'), correlationKey: 'k', messageId: 'once', timeToLive: 60_000, variables: {} }
    await client.publishMessage(message)
    await expect(client.publishMessage(message)).rejects.toMatchObject({
      code: 6,
      details:
        "Command 'PUBLISH' rejected with code 'ALREADY_EXISTS': Expected to publish a new message with id 'once', but a message with that id was already published",
    })
  })

  it('waits for the back-off of a failed job, and for its incident to be resolved', async () => {
    const id = unique('p')
    const instance = await created(oneTask(id), id)
    const job = await firstJob(id)
    await client.failJob({ jobKey: job.key, retries: 1, errorMessage: 'not yet', retryBackOff: 5000 })
    expect(await activate(id)).toEqual([])
    await advance(5001)
    const again = await waitFor(async () => (await activate(id))[0], { what: 'the job after its back-off' })
    expect(again).toMatchObject({ key: job.key, retries: 1 })
    await client.failJob({ jobKey: job.key, retries: 0, errorMessage: 'given up', retryBackOff: 0 })
    const stuck = await incident(instance)
    expect(stuck).toMatchObject({ type: 'JOB_NO_RETRIES', elementId: 'task', message: 'given up', jobKey: job.key })
    await client.updateJobRetries({ jobKey: job.key, retries: 2 })
    await client.resolveIncident({ incidentKey: stuck.key })
    expect(await firstJob(id)).toMatchObject({ key: job.key, retries: 2 })
    await client.completeJob({ jobKey: job.key, variables: {} })
    await ends(instance, id)
    expect(gateway().incidents(instance)).toEqual([])
  })

  it('gets a job again when its time is over', async () => {
    const id = unique('p')
    await created(oneTask(id), id)
    const [job] = await activate(id, 1000)
    await advance(1001)
    const again = await waitFor(async () => (await activate(id))[0], { what: 'the job after its time-out' })
    expect(again).toMatchObject({ key: job?.key, retries: 3 })
    await client.completeJob({ jobKey: again.key, variables: {} })
    await expect(client.completeJob({ jobKey: again.key, variables: {} })).rejects.toMatchObject({ code: 5 })
  })

  it('throws an error that the model catches, and one that it does not', async () => {
    const id = unique('p')
    const drawn = oneTask(id).moveTo('task').boundaryEvent('declined', { error: 'DECLINED' }).endEvent('refused')
    const caught = await created(drawn, id)
    const error = { errorMessage: 'no', errorCode: 'DECLINED', variables: { why: 'funds' } }
    await client.throwError({ jobKey: (await firstJob(id)).key, ...error })
    await ends(caught, id)
    expect(gateway().completed(caught)).toEqual(['start', 'declined', 'refused', id])
    const { processInstanceKey } = await client.createProcessInstance({ bpmnProcessId: id, variables: {} })
    await client.throwError({ jobKey: (await firstJob(id)).key, ...error, errorCode: 'OTHER' })
    expect(await incident(processInstanceKey)).toMatchObject({
      type: 'UNHANDLED_ERROR_EVENT',
      message:
        "Expected to throw an error event with the code 'OTHER' with message 'no', but it was not caught. Available error events are [DECLINED]",
    })
  })

  it('cancels an instance and its job', async () => {
    const id = unique('p')
    const instance = await created(oneTask(id), id)
    const job = await firstJob(id)
    await client.cancelProcessInstance(instance)
    await expect(client.cancelProcessInstance(instance)).rejects.toMatchObject({ code: 5 })
    await expect(client.completeJob({ jobKey: job.key, variables: {} })).rejects.toMatchObject({
      code: 5,
      details: expect.stringContaining(
        `Command 'COMPLETE' rejected with code 'NOT_FOUND': Expected to complete job with key '${job.key}', but no such job was found`,
      ),
    })
  })

  it('goes on when a timer is due, and not before', async () => {
    const id = unique('p')
    const drawn = process(id)
      .startEvent()
      .serviceTask('task', { type: id })
      .boundaryEvent('late', { timer: { duration: 'PT300S' } })
      .endEvent('given-up')
    const instance = await created(drawn, id)
    await firstJob(id)
    await advance(299_000)
    expect(gateway().completed(instance)).toEqual(['start'])
    await advance(1001)
    await ends(instance, id)
    expect(gateway().completed(instance)).toEqual(['start', 'late', 'given-up', id])
  })

  it('sets variables where they are found, or here alone', async () => {
    const id = unique('p')
    const instance = await created(oneTask(id), id, { a: 1, b: 1 })
    const { elementInstanceKey, key } = await firstJob(id)
    await client.setVariables({ elementInstanceKey, variables: { a: 2 }, local: false })
    await client.setVariables({ elementInstanceKey, variables: { b: 2 }, local: true })
    await client.failJob({ jobKey: key, retries: 1, errorMessage: '', retryBackOff: 0 })
    expect((await firstJob(id)).variables).toEqual({ a: 2, b: 2 })
    const scopes = gateway()
      .records()
      .filter(({ valueType, value }) => valueType === 'VARIABLE' && value['processInstanceKey'] === instance)
      .map(({ intent, value }) => [intent, value['name'], value['scopeKey'] === instance ? 'process' : 'task'])
    expect(scopes.toSorted()).toEqual([
      ['CREATED', 'a', 'process'],
      ['CREATED', 'b', 'process'],
      ['CREATED', 'b', 'task'],
      ['UPDATED', 'a', 'process'],
    ])
  })

  it('goes on after a mapping when the variable that it lacked is set', async () => {
    const id = unique('p')
    const drawn = process(id)
      .startEvent()
      .exclusiveGateway('paid')
      .condition('=amount > 10')
      .serviceTask('task', { type: id })
      .endEvent()
      .moveTo('paid')
      .defaultFlow()
      .endEvent('little')
    const instance = await created(drawn, id)
    const stuck = await incident(instance)
    expect(stuck).toMatchObject({ type: 'EXTRACT_VALUE_ERROR', elementId: 'paid' })
    await client.setVariables({ elementInstanceKey: instance, variables: { amount: 11 }, local: false })
    await client.resolveIncident({ incidentKey: stuck.key })
    await client.completeJob({ jobKey: (await firstJob(id)).key, variables: {} })
    await ends(instance, 'end')
  })

  it('broadcasts a signal to all who wait', async () => {
    const id = unique('p')
    const drawn = process(id).startEvent().intermediateCatchEvent('wait', { signal: id }).endEvent()
    const instances = [await created(drawn, id), await created(drawn, id)]
    await client.broadcastSignal({ signalName: id, variables: { loud: true } })
    for (const instance of instances) await ends(instance, id)
  })

  it('is refused what is wrong with the codes and texts of Zeebe', async () => {
    await expect(client.createProcessInstance({ bpmnProcessId: 'nobody', variables: {} })).rejects.toMatchObject({
      code: 5,
      details:
        "Command 'CREATE' rejected with code 'NOT_FOUND': Expected to find process definition with process ID 'nobody', but none found",
    })
    const broken = { toXml: () => '<no' }
    await expect(deploy(broken, 'broken')).rejects.toMatchObject({ code: 3 })
    await expect(client.resolveIncident({ incidentKey: '2251799813999999' })).rejects.toMatchObject({ code: 5 })
    const late = unique('p')
    await deploy(oneTask(late), late)
    const waits = client.createProcessInstanceWithResult({ bpmnProcessId: late, variables: {}, requestTimeout: 300 })
    await expect(waits).rejects.toMatchObject({ code: 4 })
  })
})
