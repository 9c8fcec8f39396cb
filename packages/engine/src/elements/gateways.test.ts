import { process } from '@millrace/bpmn'
import { describe, expect, it } from 'vitest'
import { testEngine } from '../../test/engine.ts'

describe('an exclusive gateway', () => {
  const drawn = () =>
    process('p')
      .startEvent()
      .exclusiveGateway('x')
      .condition('=n > 10')
      .endEvent('many')
      .moveTo('x')
      .condition('=n > 5')
      .endEvent('some')
      .moveTo('x')
      .defaultFlow()
      .endEvent('few')

  it.each([
    [11, 'many'],
    [6, 'some'],
    [1, 'few'],
  ])('takes the flow whose condition holds for %i', async (n, end) => {
    const engine = await testEngine()
    await engine.deploy(drawn())
    await engine.start('p', { n })
    const completed = await engine.completed()
    // 11 meets both conditions: Zeebe tries the flows last in the file first.
    expect(completed).toContain(n === 11 ? 'some' : end)
  })

  it('has an incident when a condition is no truth value, and goes on once it is', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('q')
        .startEvent()
        .exclusiveGateway('x')
        .condition('=n > 1')
        .endEvent('many')
        .moveTo('x')
        .condition('=n < 1')
        .endEvent('few'),
    )
    const key = await engine.start('q', { n: 'a lot' })
    const [incident] = engine.incidents()
    expect(incident?.errorType).toBe('EXTRACT_VALUE_ERROR')
    expect(incident?.errorMessage).toMatch(
      /^Expected result of the expression 'n [<>] 1' to be 'BOOLEAN', but was 'NULL'\./,
    )
    await engine.core.run('setVariables', { elementInstanceKey: key, variables: { n: 2 }, local: false })
    await engine.resolve(incident?.key ?? 0)
    expect(await engine.completed()).toEqual(['start', 'x', 'many', 'q'])
  })

  it('has an incident when no condition holds and none is the default', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('q')
        .startEvent()
        .exclusiveGateway('x')
        .condition('=n > 1')
        .endEvent('many')
        .moveTo('x')
        .condition('=n < 1')
        .endEvent('few'),
    )
    await engine.start('q', { n: 1 })
    expect(engine.incidents()).toMatchObject([
      {
        errorType: 'CONDITION_ERROR',
        errorMessage: 'Expected at least one condition to evaluate to true, or to have a default flow',
      },
    ])
  })
})

describe('a parallel gateway', () => {
  it('splits over every flow, and joins when each has brought a token', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('p')
        .startEvent()
        .parallelGateway('split')
        .serviceTask('a', { type: 'a' })
        .parallelGateway('join')
        .endEvent()
        .moveTo('split')
        .serviceTask('b', { type: 'b' })
        .connectTo('join'),
    )
    await engine.start('p')
    await engine.complete('a')
    await engine.restart()
    expect(await engine.completed()).not.toContain('join')
    await engine.complete('b')
    expect(await engine.completed()).toEqual(['start', 'split', 'a', 'b', 'join', 'end', 'p'])
  })
})

describe('an inclusive gateway', () => {
  const drawn = () =>
    process('p')
      .startEvent()
      .inclusiveGateway('split')
      .condition('=a')
      .serviceTask('a', { type: 'a' })
      .inclusiveGateway('join')
      .endEvent()
      .moveTo('split')
      .condition('=b')
      .serviceTask('b', { type: 'b' })
      .connectTo('join')
      .moveTo('split')
      .condition('=c')
      .serviceTask('c', { type: 'c' })
      .connectTo('join')

  it('joins those that were taken', async () => {
    const engine = await testEngine()
    await engine.deploy(drawn())
    await engine.start('p', { a: true, b: true, c: false })
    await engine.complete('a')
    expect(await engine.completed()).not.toContain('join')
    await engine.complete('b')
    expect(await engine.completed()).toEqual(['start', 'split', 'a', 'b', 'join', 'end', 'p'])
  })

  it('goes on at once when one was taken', async () => {
    const engine = await testEngine()
    await engine.deploy(drawn())
    await engine.start('p', { a: false, b: false, c: true })
    await engine.complete('c')
    expect(await engine.completed()).toEqual(['start', 'split', 'c', 'join', 'end', 'p'])
  })

  it('goes on when what could still have come has ended elsewhere', async () => {
    const engine = await testEngine()
    await engine.deploy(drawn().moveTo('b').boundaryEvent('stop', { error: 'stop' }).endEvent('stopped'))
    await engine.start('p', { a: true, b: true, c: false })
    await engine.complete('a')
    const job = await engine.job('b')
    await engine.core.run('throwError', { jobKey: job.key, errorCode: 'stop', errorMessage: '', variables: {} })
    await engine.settled()
    expect(await engine.completed()).toEqual(expect.arrayContaining(['stopped', 'join', 'end', 'p']))
  })
})

describe('an event-based gateway', () => {
  const drawn = () =>
    process('p')
      .startEvent()
      .eventBasedGateway('wait')
      .intermediateCatchEvent('paid', { message: 'paid', correlationKey: '=id' })
      .endEvent('shipped')
      .moveTo('wait')
      .intermediateCatchEvent('late', { timer: { duration: 'PT300S' } })
      .endEvent('reminded')

  it('takes the message when that comes first', async () => {
    const engine = await testEngine()
    await engine.deploy(drawn())
    const key = await engine.start('p', { id: 'o-1' })
    await engine.publish('paid', 'o-1', { variables: { by: 'card' } })
    expect(await engine.completed()).toEqual(['start', 'wait', 'paid', 'shipped', 'p'])
    expect(await engine.variables(key)).toEqual({ id: 'o-1', by: 'card' })
    await engine.advance(400_000)
    expect(await engine.completed()).not.toContain('late')
  })

  it('takes the timer when that comes first, after a restart too', async () => {
    const engine = await testEngine()
    await engine.deploy(drawn())
    await engine.start('p', { id: 'o-1' })
    await engine.advance(299_000)
    await engine.restart()
    await engine.advance(1_000)
    expect(await engine.completed()).toEqual(['start', 'wait', 'late', 'reminded', 'p'])
  })
})

it('an inclusive join waits for what a link is about to activate', async () => {
  const engine = await testEngine()
  const drawn = process('p').startEvent().inclusiveGateway('split').condition('=true')
  drawn.intermediateThrowEvent('out', { link: 'l' }).detached().intermediateCatchEvent('in', { link: 'l' })
  drawn.inclusiveGateway('join').endEvent().moveTo('split').condition('=true').task('other').connectTo('join')
  await engine.deploy(drawn)
  await engine.start('p')
  expect((await engine.completed()).filter((id) => id === 'join')).toEqual(['join'])
})
