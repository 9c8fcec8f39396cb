import { process } from '@millrace/bpmn'
import { describe, expect, it } from 'vitest'
import { creation, testEngine } from '../../test/engine.ts'

describe('a multi-instance activity', () => {
  it('runs once for each item, at once, and collects the results in their order', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('p')
        .startEvent()
        .serviceTask('a', {
          type: 'a',
          loop: {
            inputCollection: '=items',
            inputElement: 'item',
            outputCollection: 'results',
            outputElement: '=item * factor',
          },
        })
        .endEvent(),
    )
    const key = await engine.start('p', { items: [1, 2, 3] })
    const jobs = await engine.activate('a')
    expect(jobs.map(({ variables }) => [variables['item'], variables['loopCounter']])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ])
    await engine.restart()
    for (const job of jobs.toReversed())
      await engine.core.run('completeJob', { jobKey: job.key, variables: { factor: 10 } })
    expect((await engine.variables(key))['results']).toEqual([10, 20, 30])
    expect((await engine.completed()).slice(-3)).toEqual(['a', 'end', 'p'])
  })

  it('runs one after another when it is sequential', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('p')
        .startEvent()
        .serviceTask('a', { type: 'a', loop: { inputCollection: '=items', inputElement: 'item', sequential: true } })
        .endEvent(),
    )
    await engine.start('p', { items: ['x', 'y'] })
    expect((await engine.job('a')).variables['item']).toBe('x')
    const first = [...engine.core.state.jobs.entries()][0]
    await engine.core.run('completeJob', { jobKey: first?.[0] ?? 0, variables: {} })
    await engine.settled()
    expect((await engine.job('a')).variables['item']).toBe('y')
    const second = [...engine.core.state.jobs.entries()][0]
    await engine.core.run('completeJob', { jobKey: second?.[0] ?? 0, variables: {} })
    expect((await engine.completed()).slice(-2)).toEqual(['end', 'p'])
  })

  it('ends the rest when its completion condition holds', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('p')
        .startEvent()
        .serviceTask('a', {
          type: 'a',
          loop: { inputCollection: '=items', completionCondition: '=numberOfCompletedInstances = 2' },
        })
        .endEvent(),
    )
    await engine.start('p', { items: [1, 2, 3, 4] })
    const jobs = await engine.activate('a')
    for (const job of jobs.slice(0, 2)) await engine.core.run('completeJob', { jobKey: job.key, variables: {} })
    expect(await engine.reached('TERMINATED')).toEqual(['a', 'a'])
    expect((await engine.completed()).slice(-3)).toEqual(['a', 'end', 'p'])
  })

  it('of nothing goes on at once, and of no list has an incident', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('p')
        .startEvent()
        .serviceTask('a', { type: 'a', loop: { inputCollection: '=items' } })
        .endEvent(),
    )
    await engine.start('p', { items: [] })
    expect(await engine.completed()).toEqual(['start', 'a', 'end', 'p'])
    await engine.start('p', { items: 'no' })
    expect(engine.incidents()).toMatchObject([
      {
        errorType: 'EXTRACT_VALUE_ERROR',
        errorMessage: `Expected result of the expression 'items' to be 'ARRAY', but was 'STRING'.`,
      },
    ])
  })

  it('starts thousands of instances in turns', async () => {
    const engine = await testEngine({ turnSteps: 64 })
    await engine.deploy(
      process('p')
        .startEvent()
        .task('a', { loop: { inputCollection: '=for i in 1..2000 return i' } })
        .endEvent(),
    )
    await engine.start('p')
    expect((await engine.completed()).length).toBe(2004)
  })

  it('is ended by a boundary event around all of it', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('p')
        .startEvent()
        .serviceTask('a', { type: 'a', loop: { inputCollection: '=[1,2]' } })
        .endEvent()
        .moveTo('a')
        .boundaryEvent('late', { timer: { duration: 'PT1S' } })
        .endEvent('given-up'),
    )
    await engine.start('p')
    await engine.advance(1000)
    expect(await engine.completed()).toEqual(['start', 'late', 'given-up', 'p'])
  })
})

describe('a call activity', () => {
  const inner = () => process('inner').startEvent('is').serviceTask('work', { type: 'work' }).endEvent('ie')
  const outer = () => process('outer').startEvent().callActivity('call', { processId: 'inner' }).endEvent()

  it('runs the other process with its variables, and takes over what that leaves', async () => {
    const engine = await testEngine()
    await engine.deploy(outer(), inner())
    const key = await engine.start('outer', { x: 1 })
    const job = await engine.job('work')
    expect(job).toMatchObject({ bpmnProcessId: 'inner', variables: { x: 1 } })
    await engine.restart()
    await engine.core.run('completeJob', { jobKey: job.key, variables: { y: 2 } })
    expect(await engine.completed()).toEqual(['start', 'is', 'work', 'ie', 'inner', 'call', 'end', 'outer'])
    expect(await engine.variables(key)).toEqual({ x: 1, y: 2 })
  })

  it('has an incident while the process is not there, and goes on when it is', async () => {
    const engine = await testEngine()
    await engine.deploy(outer())
    await engine.start('outer')
    const [incident] = engine.incidents()
    expect(incident).toMatchObject({
      errorType: 'CALLED_ELEMENT_ERROR',
      errorMessage: `Expected process with BPMN process id 'inner' to be deployed, but not found.`,
    })
    await engine.deploy(inner())
    await engine.resolve(incident?.key ?? 0)
    await engine.complete('work')
    expect(await engine.completed()).toContain('outer')
  })

  it('is cancelled from the outside only, with the process that it called', async () => {
    const engine = await testEngine()
    await engine.deploy(outer(), inner())
    const key = await engine.start('outer')
    const { processInstanceKey } = await engine.job('work')
    const cancel = (each: number) => engine.core.run('cancelProcessInstance', { processInstanceKey: each })
    await expect(cancel(processInstanceKey)).rejects.toThrow(`Cancel the root process instance '${key}' instead.`)
    await cancel(key)
    expect(await engine.reached('TERMINATED')).toEqual(['work', 'inner', 'call', 'outer'])
    expect(engine.core.state.instances.size).toBe(0)
  })

  it('that calls itself for ever ends in an incident', async () => {
    const engine = await testEngine()
    await engine.deploy(process('p').startEvent().callActivity('again', { processId: 'q' }).endEvent())
    await engine.deploy(process('q').startEvent().callActivity('back', { processId: 'p' }).endEvent())
    await engine.start('p')
    expect(engine.incidents()).toMatchObject([{ errorType: 'CALLED_ELEMENT_ERROR' }])
  })
})

describe('variables', () => {
  it('are mapped in and out, and stay local otherwise', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('p')
        .startEvent()
        .serviceTask('a', {
          type: 'a',
          inputs: { sum: '=order.total', 'to.name': '=order.customer' },
          outputs: { 'order.paid': '=ok' },
        })
        .endEvent(),
    )
    const key = await engine.start('p', { order: { total: 5, customer: 'Ada' } })
    const job = await engine.job('a')
    expect(job.variables).toMatchObject({ sum: 5, to: { name: 'Ada' } })
    await engine.core.run('completeJob', { jobKey: job.key, variables: { ok: true } })
    expect(await engine.variables(key)).toEqual({ order: { total: 5, customer: 'Ada', paid: true } })
  })

  it('go to the scope that has them, else to the process', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('p')
        .startEvent()
        .subProcess(
          'sub',
          (inner) =>
            inner.startEvent('s').serviceTask('a', { type: 'a' }).serviceTask('b', { type: 'b' }).endEvent('e'),
          {
            inputs: { local: '=1' },
          },
        )
        .endEvent(),
    )
    const key = await engine.start('p')
    await engine.complete('a', { local: 2, other: 3 })
    expect((await engine.job('b')).variables).toEqual({ local: 2, other: 3 })
    expect(await engine.variables(key)).toEqual({ other: 3 })
  })

  it('may be called anything', async () => {
    const engine = await testEngine()
    await engine.deploy(process('p').startEvent().serviceTask('a', { type: 'a' }).endEvent())
    const odd = JSON.parse('{"__proto__":{"x":1},"constructor":2}') as { [name: string]: { x: number } | number }
    await engine.start('p', odd)
    await engine.restart()
    expect(JSON.stringify((await engine.job('a')).variables)).toBe('{"__proto__":{"x":1},"constructor":2}')
  })
})

it('a subprocess does not end while its first element waits for a turn', async () => {
  const engine = await testEngine({ turnSteps: 16 })
  const ask = { message: 'ask', correlationKey: '="k"', interrupting: false }
  // Among so many beginnings is one whose turn is over between the subprocess and its first element.
  for (let before = 0; before < 16; before++) {
    const drawn = process('p').startEvent()
    for (let at = 0; at < before; at++) drawn.task(`before-${at}`)
    drawn.subProcess('inside', (inner) =>
      inner
        .startEvent('s')
        .serviceTask('work', { type: 'work' })
        .endEvent('e')
        .eventSubProcess('asked', (handler) => handler.startEvent('heard', ask).endEvent('answered')),
    )
    await engine.deploy(drawn.endEvent())
    await Promise.all([engine.core.run('createProcessInstance', creation('p', {})), engine.publish('ask', 'k')])
    await engine.complete('work')
  }
  expect(engine.core.state.instances.size).toBe(0)
})

it('a call activity that is interrupted ends although its process completes before it can be terminated', async () => {
  const engine = await testEngine({ turnSteps: 1 })
  const stop = { message: 'stop', correlationKey: '="k"' }
  const outer = process('outer').startEvent().callActivity('call', { processId: 'inner' }).endEvent().moveTo('call')
  await engine.deploy(
    outer.boundaryEvent('stopped', stop).endEvent('given-up'),
    process('inner').startEvent('is').serviceTask('work', { type: 'work' }),
  )
  await engine.start('outer')
  const { key } = await engine.job('work')
  await Promise.all([engine.core.run('completeJob', { jobKey: key, variables: {} }), engine.publish('stop', 'k')])
  await engine.settled()
  expect(await engine.completed()).toEqual(['start', 'is', 'work', 'inner', 'stopped', 'given-up', 'outer'])
})
