import { process } from '@millrace/bpmn'
import { describe, expect, it } from 'vitest'
import { testEngine } from '../../test/engine.ts'

describe('a boundary event', () => {
  it('interrupts its activity, and its job is gone', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('p')
        .startEvent()
        .serviceTask('a', { type: 'a' })
        .endEvent()
        .moveTo('a')
        .boundaryEvent('late', { timer: { duration: 'PT10S' } })
        .endEvent('given-up'),
    )
    await engine.start('p')
    const job = await engine.job('a')
    await engine.advance(10_000)
    expect(await engine.completed()).toEqual(['start', 'late', 'given-up', 'p'])
    expect(await engine.reached('TERMINATED')).toEqual(['a'])
    await expect(engine.core.run('completeJob', { jobKey: job.key, variables: {} })).rejects.toThrow('no such job')
  })

  it('runs beside its activity when it does not interrupt, as often as its cycle says', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('p')
        .startEvent()
        .serviceTask('a', { type: 'a' })
        .endEvent()
        .moveTo('a')
        .boundaryEvent('tick', { timer: { cycle: 'R3/PT10S' }, interrupting: false })
        .endEvent('ticked'),
    )
    await engine.start('p')
    await engine.advance(100_000)
    await engine.complete('a')
    const completed = await engine.completed()
    expect(completed.filter((id) => id === 'ticked')).toHaveLength(3)
    expect(completed.slice(-2)).toEqual(['end', 'p'])
  })

  it('gives the message’s variables outwards, or through its output mappings', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('p')
        .startEvent()
        .serviceTask('a', { type: 'a' })
        .endEvent()
        .moveTo('a')
        .boundaryEvent('told', { message: 'told', correlationKey: '=id', outputs: { heard: '=what' } })
        .endEvent('heard'),
    )
    const key = await engine.start('p', { id: 7 })
    await engine.publish('told', '7', { variables: { what: 'stop' } })
    expect(await engine.variables(key)).toEqual({ id: 7, heard: 'stop' })
    expect(await engine.completed()).toEqual(['start', 'told', 'heard', 'p'])
  })
})

describe('an error', () => {
  const drawn = () =>
    process('p')
      .startEvent()
      .subProcess('sub', (inner) => inner.startEvent('s').serviceTask('a', { type: 'a' }).endEvent('e'))
      .endEvent()
      .moveTo('sub')
      .boundaryEvent('no-stock', { error: 'NO_STOCK' })
      .endEvent('sold-out')

  it('is caught around the subprocess in which it is thrown', async () => {
    const engine = await testEngine()
    await engine.deploy(drawn())
    const key = await engine.start('p')
    const job = await engine.job('a')
    const error = { jobKey: job.key, errorCode: 'NO_STOCK', errorMessage: 'none', variables: { left: 0 } }
    await engine.core.run('throwError', error)
    expect(await engine.completed()).toEqual(['start', 's', 'no-stock', 'sold-out', 'p'])
    expect(await engine.reached('TERMINATED')).toEqual(['a', 'sub'])
    // What an error brings stays with the event that catches it, unless that maps it.
    expect(await engine.variables(key)).toEqual({})
  })

  it('that nothing catches is an incident, after which the job can be done again', async () => {
    const engine = await testEngine()
    await engine.deploy(drawn())
    await engine.start('p')
    const job = await engine.job('a')
    await engine.core.run('throwError', { jobKey: job.key, errorCode: 'FIRE', errorMessage: 'hot', variables: {} })
    const [incident] = engine.incidents()
    expect(incident).toMatchObject({
      errorType: 'UNHANDLED_ERROR_EVENT',
      errorMessage: `Expected to throw an error event with the code 'FIRE' with message 'hot', but it was not caught. Available error events are [NO_STOCK]`,
    })
    await expect(engine.core.run('completeJob', { jobKey: job.key, variables: {} })).rejects.toThrow(
      `it is in state 'ERROR_THROWN'`,
    )
    await engine.resolve(incident?.key ?? 0)
    await engine.complete('a')
    expect(await engine.completed()).toContain('p')
  })

  it('goes through a call activity', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('outer')
        .startEvent()
        .callActivity('call', { processId: 'inner' })
        .endEvent()
        .moveTo('call')
        .boundaryEvent('failed', { error: 'E' })
        .endEvent('handled'),
      process('inner').startEvent('is').endEvent('ie', { error: 'E' }),
    )
    await engine.start('outer')
    expect(await engine.completed()).toEqual(['start', 'is', 'failed', 'handled', 'outer'])
    expect(engine.core.state.instances.size).toBe(0)
  })
})

describe('an event subprocess', () => {
  const drawn = (interrupting: boolean) =>
    process('p')
      .startEvent()
      .serviceTask('a', { type: 'a' })
      .endEvent()
      .eventSubProcess('esp', (inner) =>
        inner
          .startEvent('told', { message: 'told', correlationKey: '=id', interrupting })
          .serviceTask('b', { type: 'b' })
          .endEvent('espEnd'),
      )

  it('that interrupts ends everything else in its scope first', async () => {
    const engine = await testEngine()
    await engine.deploy(drawn(true))
    await engine.start('p', { id: 'x' })
    await engine.publish('told', 'x', { variables: { why: 'because' } })
    await engine.restart()
    expect(await engine.reached('TERMINATED')).toEqual(['a'])
    expect((await engine.job('b')).variables).toEqual({ id: 'x', why: 'because' })
    const [job] = [...engine.core.state.jobs.entries()]
    await engine.core.run('completeJob', { jobKey: job?.[0] ?? 0, variables: {} })
    expect(await engine.completed()).toEqual(['start', 'told', 'b', 'espEnd', 'esp', 'p'])
  })

  it('that does not interrupt runs beside, as often as it is triggered', async () => {
    const engine = await testEngine()
    await engine.deploy(drawn(false))
    await engine.start('p', { id: 'x' })
    await engine.publish('told', 'x')
    await engine.publish('told', 'x')
    expect(await engine.activate('b')).toHaveLength(2)
    await engine.complete('a')
    expect(await engine.completed()).not.toContain('p')
  })
})

describe('terminate, escalation, signal and link', () => {
  it('a terminate end event ends everything in its scope', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('p')
        .startEvent()
        .parallelGateway('split')
        .serviceTask('a', { type: 'a' })
        .endEvent('never')
        .moveTo('split')
        .serviceTask('b', { type: 'b' })
        .endEvent('stop', { terminate: true }),
    )
    await engine.start('p')
    await engine.complete('b')
    expect(await engine.completed()).toEqual(['start', 'split', 'b', 'stop', 'p'])
    expect(await engine.reached('TERMINATED')).toEqual(['a'])
  })

  it('an escalation goes on beside what throws it', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('p')
        .startEvent()
        .subProcess('sub', (inner) =>
          inner.startEvent('s').intermediateThrowEvent('up', { escalation: 'E' }).endEvent('e'),
        )
        .endEvent()
        .moveTo('sub')
        .boundaryEvent('seen', { escalation: 'E', interrupting: false })
        .endEvent('noted'),
    )
    await engine.start('p')
    expect(new Set(await engine.completed())).toEqual(
      new Set(['start', 's', 'up', 'seen', 'e', 'noted', 'sub', 'end', 'p']),
    )
    expect(await engine.eventsOf('ESCALATION')).toMatchObject([
      { intent: 'ESCALATED', value: { catchElementId: 'seen' } },
    ])
  })

  it('a signal reaches everybody who waits, and starts processes', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('waits').startEvent().intermediateCatchEvent('go', { signal: 'go' }).endEvent(),
      process('starts').startEvent('s', { signal: 'go' }).endEvent('e'),
    )
    await engine.start('waits')
    await engine.start('waits')
    await engine.core.run('broadcastSignal', { signalName: 'go', variables: { n: 1 }, tenantId: '<default>' })
    await engine.settled()
    const completed = await engine.completed()
    expect(completed.filter((id) => id === 'waits')).toHaveLength(2)
    expect(completed.filter((id) => id === 'starts')).toHaveLength(1)
  })

  it('a link goes on at the catch event of its name', async () => {
    const engine = await testEngine()
    const drawn = process('p').startEvent().intermediateThrowEvent('from', { link: 'L' }).flow('cut')
    const xml = drawn.intermediateCatchEvent('to', { link: 'L' }).endEvent().toXml()
    // The builder connects what it draws; a link has no flow.
    const content = xml.replaceAll(/<bpmn:(incoming|outgoing)>cut<\/bpmn:\1>|<bpmn:sequenceFlow id="cut"[^>]*\/>/g, '')
    await engine.core.run('deploy', {
      resources: [{ name: 'p.bpmn', content: Buffer.from(content) }],
      tenantId: '<default>',
    })
    await engine.start('p')
    expect(await engine.completed()).toEqual(['start', 'from', 'to', 'end', 'p'])
  })
})

describe('timers', () => {
  it('start processes by their cycle', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('p')
        .startEvent('s', { timer: { cycle: 'R2/PT1M' } })
        .endEvent(),
    )
    await engine.advance(10 * 60_000)
    expect((await engine.completed()).filter((id) => id === 'p')).toHaveLength(2)
  })

  it('of an older version no longer start anything', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('p')
        .startEvent('s', { timer: { cycle: 'R/PT1M' } })
        .endEvent(),
    )
    await engine.deploy(process('p').startEvent('s').endEvent())
    await engine.advance(10 * 60_000)
    expect(await engine.completed()).toEqual([])
  })
})

it('a signal that interrupts the scope of its own throw event leaves no token behind', async () => {
  const engine = await testEngine()
  const drawn = process('p')
    .startEvent()
    .subProcess('inside', (inner) =>
      inner
        .startEvent('s')
        .intermediateThrowEvent('say', { signal: 'stop' })
        .task('never')
        .endEvent('e')
        .eventSubProcess('stopped', (handler) => handler.startEvent('heard', { signal: 'stop' }).endEvent('done')),
    )
  await engine.deploy(drawn.endEvent())
  await engine.start('p')
  expect(await engine.completed()).toEqual(['start', 's', 'heard', 'done', 'stopped', 'inside', 'end', 'p'])
})

it('a boundary event that comes while its scope is being interrupted leaves nothing to wait for', async () => {
  // The interrupted elements end in turns of their own: the second message comes between.
  const engine = await testEngine({ turnSteps: 1 })
  const drawn = process('p')
    .startEvent()
    .parallelGateway('split')
    .serviceTask('a', { type: 'a' })
    .endEvent()
    .moveTo('split')
    .serviceTask('b', { type: 'b' })
    .endEvent('end-b')
    .moveTo('a')
    .boundaryEvent('tick', { message: 'tick', correlationKey: '=id', interrupting: false })
    .endEvent('ticked')
    .eventSubProcess('stopped', (handler) =>
      handler.startEvent('stop', { message: 'stop', correlationKey: '=id' }).endEvent('done'),
    )
  await engine.deploy(drawn)
  const key = await engine.start('p', { id: 'x' })
  await Promise.all([engine.publish('stop', 'x'), engine.publish('tick', 'x')])
  expect(await engine.completed()).toEqual(['start', 'split', 'stop', 'done', 'stopped', 'p'])
  expect(engine.core.state.instances.get(key)).toBeUndefined()
})
