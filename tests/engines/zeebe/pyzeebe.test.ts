import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { process } from '@millrace/bpmn'
import { tempDir, waitFor } from '@millrace/testkit'
import { plainGateway } from '@millrace/zeebe/testing'
import { expect, it } from 'vitest'
import { unique } from '../harness/on-each-engine.ts'
import { onEachGateway } from './each-gateway.ts'
import { pyzeebe } from './python/pyzeebe.ts'

onEachGateway('pyzeebe', (gateway) => {
  const oneTask = (id: string) =>
    process(id)
      .startEvent()
      .serviceTask('task', { type: id, headers: { unit: 'eur' } })
      .endEvent()
      .moveTo('task')
      .boundaryEvent('declined', { error: 'DECLINED' })
      .endEvent('refused')

  const call = async (name: Parameters<ReturnType<typeof plainGateway>['call']>[0], request: object) => {
    const plain = plainGateway(gateway().address)
    try {
      const { code, text } = await plain.call(name, request)
      expect([code, text]).toEqual(['OK', ''])
    } finally {
      plain.close()
    }
  }
  const deploy = (id: string, drawn: { toXml(): string }) =>
    call('DeployResource', { resources: [{ name: `${id}.bpmn`, content: Buffer.from(drawn.toXml()) }] })
  const ends = (instance: string, element: string) =>
    waitFor(() => gateway().completed(instance).includes(element), { what: `${element} of ${instance}` })
  const incident = async (instance: string) => {
    const open = await waitFor(() => gateway().incidents(instance).length > 0 && gateway().incidents(instance), {
      what: `an incident of ${instance}`,
    })
    return open[0] as (typeof open)[number]
  }
  const job = (retries: number, variables: object = { a: 1 }) => ({
    step: 'job',
    element: 'task',
    headers: { unit: 'eur' },
    retries,
    variables,
  })

  it('deploys, and runs a process with a worker that polls and one that is pushed to', async () => {
    using folder = tempDir('pyzeebe-')
    const id = unique('py')
    const path = join(folder.path, `${id}.bpmn`)
    writeFileSync(path, oneTask(id).toXml())
    expect(await pyzeebe('journey', gateway(), path, id)).toEqual([
      { step: 'topology', version: '8.6.0', partitions: 1 },
      { step: 'deploy', process: true, version: 1, same: true },
      { step: 'result', pushed: false, variables: { amount: 21, doubled: 42 } },
      { step: 'result', pushed: true, variables: { amount: 21, doubled: 42 } },
    ])
  })

  it('fails a job until its incident stands, and completes it when that is resolved', async () => {
    const id = unique('py')
    await deploy(id, oneTask(id))
    const [created, ...jobs] = await pyzeebe<{ instance: string }>('jobs', gateway(), id, 'fail', '3')
    expect(jobs).toEqual([job(3), job(2, { a: 1, tried: 3 }), job(1, { a: 1, tried: 2 })])
    const instance = created?.instance ?? ''
    const stuck = await incident(instance)
    expect(stuck).toMatchObject({ type: 'JOB_NO_RETRIES', elementId: 'task', message: 'not now' })
    await call('UpdateJobRetries', { jobKey: Number(stuck.jobKey), retries: 1 })
    await call('ResolveIncident', { incidentKey: Number(stuck.key) })
    expect(await pyzeebe('jobs', gateway(), id, 'complete', '1', 'go on')).toEqual([job(1, { a: 1, tried: 1 })])
    await ends(instance, id)
    expect(gateway().completed(instance)).toEqual(['start', 'task', 'end', id])
  })

  it('throws an error that the model catches', async () => {
    const id = unique('py')
    await deploy(id, oneTask(id))
    const [created] = await pyzeebe<{ instance: string }>('jobs', gateway(), id, 'throw', '1')
    await ends(created?.instance ?? '', id)
    expect(gateway().completed(created?.instance ?? '')).toEqual(['start', 'declined', 'refused', id])
  })

  it('fails a job whose handler raises', async () => {
    const id = unique('py')
    await deploy(id, oneTask(id))
    const [created] = await pyzeebe<{ instance: string }>('jobs', gateway(), id, 'break', '3')
    expect(await incident(created?.instance ?? '')).toMatchObject({ message: 'raised: broken' })
  })

  it('correlates messages, cancels, and is refused by name', async () => {
    const id = unique('py')
    const drawn = process(id)
      .startEvent()
      .intermediateCatchEvent('wait', { message: `m-${id}`, correlationKey: '=ref' })
      .endEvent()
    await deploy(id, drawn)
    const [instances, ...facts] = await pyzeebe<Record<string, string>>('messages', gateway(), id)
    expect(facts).toEqual([
      { step: 'id', first: 'done', second: 'MessageAlreadyExistsError' },
      { step: 'cancel', first: 'done', second: 'ProcessInstanceNotFoundError' },
      {
        step: 'refused',
        process: 'ProcessDefinitionNotFoundError',
        late: 'ProcessTimeoutError',
        signal: 'done',
        evaluate: expect.stringMatching(/^(DecisionNotFoundError|UnknownGrpcStatusCodeError)$/),
      },
    ])
    await ends(instances?.['early'] ?? '', id)
    await ends(instances?.['late'] ?? '', id)
    expect(gateway().completed(instances?.['lost'] ?? '')).toEqual(['start'])
  })
})
