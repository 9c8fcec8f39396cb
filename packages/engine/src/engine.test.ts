import { process } from '@millrace/bpmn'
import { describe, expect, it } from 'vitest'
import { testEngine } from '../test/engine.ts'

const oneTask = () => process('p').startEvent().serviceTask('a', { type: 'work', retries: '2' }).endEvent()

describe('a process with one task', () => {
  it('waits at the task until its job is completed', async () => {
    const engine = await testEngine()
    await engine.deploy(oneTask())
    const key = await engine.start('p', { x: 1 })
    const job = await engine.job('work')
    expect(job).toMatchObject({ elementId: 'a', processInstanceKey: key, variables: { x: 1 }, retries: 2 })
    await engine.core.run('completeJob', { jobKey: job.key, variables: { y: 2 } })
    expect(await engine.completed()).toEqual(['start', 'a', 'end', 'p'])
    expect(await engine.variables(key)).toEqual({ x: 1, y: 2 })
    expect(engine.core.state.instances.size).toBe(0)
  })

  it('writes the steps of an element in Zeebe’s order', async () => {
    const engine = await testEngine()
    await engine.deploy(process('q').startEvent('s').endEvent('e'))
    await engine.start('q')
    const steps = (await engine.eventsOf('PROCESS_INSTANCE')).map(({ intent, value }) => `${intent} ${value.elementId}`)
    expect(steps).toEqual([
      'ELEMENT_ACTIVATING q',
      'ELEMENT_ACTIVATED q',
      'ELEMENT_ACTIVATING s',
      'ELEMENT_ACTIVATED s',
      'ELEMENT_COMPLETING s',
      'ELEMENT_COMPLETED s',
      'SEQUENCE_FLOW_TAKEN flow_1',
      'ELEMENT_ACTIVATING e',
      'ELEMENT_ACTIVATED e',
      'ELEMENT_COMPLETING e',
      'ELEMENT_COMPLETED e',
      'ELEMENT_COMPLETING q',
      'ELEMENT_COMPLETED q',
    ])
  })

  it('goes on after a restart at every step', async () => {
    const engine = await testEngine()
    await engine.deploy(oneTask())
    await engine.restart()
    await engine.start('p')
    await engine.restart()
    const job = await engine.job('work')
    await engine.restart()
    await engine.core.run('completeJob', { jobKey: job.key, variables: {} })
    expect(await engine.completed()).toEqual(['start', 'a', 'end', 'p'])
  })

  it('goes on from a checkpoint', async () => {
    const engine = await testEngine()
    await engine.deploy(oneTask())
    await engine.start('p', { x: [1, { y: 'z' }] })
    await engine.core.checkpoint()
    await engine.start('p')
    await engine.core.checkpoint()
    await engine.start('p')
    await engine.core.checkpoint()
    await engine.start('p')
    await engine.restart()
    expect(await engine.activate('work')).toHaveLength(4)
  })

  it('answers with the variables of a process that ended', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('r').startEvent().scriptTask('s', { expression: '=x + 1', resultVariable: 'y' }).endEvent(),
    )
    expect(await engine.startWithResult('r', { x: 1 })).toEqual({ x: 1, y: 2 })
  })

  it('gives keys from partition 1 on', async () => {
    const engine = await testEngine()
    const { key } = await engine.deploy(oneTask())
    expect(key).toBe(2251799813685249)
  })
})

describe('deploying', () => {
  it('makes no new version of the same file, and a new one of another', async () => {
    const engine = await testEngine()
    const first = await engine.deploy(oneTask())
    const again = await engine.deploy(oneTask())
    expect(again.processes).toEqual(first.processes)
    const other = await engine.deploy(process('p').startEvent().endEvent())
    expect(other.processes[0]?.version).toBe(2)
  })

  it('rejects with every fault', async () => {
    const engine = await testEngine()
    const resources = [
      { name: 'a.txt', content: Buffer.from('x') },
      { name: 'b.bpmn', content: Buffer.from('hello') },
    ]
    await expect(engine.core.run('deploy', { resources, tenantId: '<default>' })).rejects.toThrow(
      /'a.txt': unknown resource type[^]*'b.bpmn': Fatal Error/,
    )
  })

  it('lets the instances of a deleted version end, and starts no new one', async () => {
    const engine = await testEngine()
    const { processes } = await engine.deploy(oneTask())
    await engine.start('p')
    await engine.core.run('deleteResource', { resourceKey: processes[0]?.processDefinitionKey ?? 0 })
    await expect(engine.start('p')).rejects.toThrow(`Expected to find process definition with process ID 'p'`)
    await engine.complete('work')
    expect(await engine.completed()).toContain('p')
  })
})

describe('a process that loops without waiting', () => {
  it('lets others have their turn', async () => {
    const engine = await testEngine({ turnSteps: 50 })
    await engine.deploy(
      process('loop')
        .startEvent()
        .scriptTask('count', { expression: '=n + 1', resultVariable: 'n' })
        .exclusiveGateway('again')
        .condition('=n < 500')
        .connectTo('count')
        .moveTo('again')
        .defaultFlow()
        .endEvent(),
      oneTask(),
    )
    const looping = engine.core.runWithResult({
      bpmnProcessId: 'loop',
      processDefinitionKey: 0,
      version: -1,
      variables: { n: 0 },
      startInstructions: [],
      tenantId: '<default>',
    })
    const order: string[] = []
    const all = [
      looping.then(({ variables }) => order.push(`looped ${String(variables['n'])}`)),
      engine.core
        .run('createProcessInstance', {
          bpmnProcessId: 'p',
          processDefinitionKey: 0,
          version: -1,
          variables: {},
          startInstructions: [],
          tenantId: '<default>',
        })
        .then(() => order.push('started')),
    ]
    await Promise.all(all)
    expect(order).toEqual(['started', 'looped 500'])
  })
})
