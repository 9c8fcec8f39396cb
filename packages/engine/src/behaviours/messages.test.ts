import { process } from '@millrace/bpmn'
import { describe, expect, it } from 'vitest'
import { type TestEngine, testEngine } from '../../test/engine.ts'

const waits = (id = 'p') =>
  process(id).startEvent().intermediateCatchEvent('wait', { message: 'm', correlationKey: '=key' }).endEvent()
const starts = () => process('s').startEvent('started', { message: 'm' }).serviceTask('t', { type: 't' }).endEvent()

const ended = async (engine: TestEngine, id: string): Promise<number> =>
  (await engine.completed()).filter((each) => each === id).length
const running = (engine: TestEngine): number =>
  [...engine.core.state.instances.entries()].filter(([, instance]) => instance.scopeKey === -1).length

describe('a message', () => {
  it('that nobody waits for is lost without a time to live', async () => {
    const engine = await testEngine()
    await engine.deploy(waits())
    await engine.publish('m', 'k')
    await engine.start('p', { key: 'k' })
    expect(await ended(engine, 'p')).toBe(0)
  })

  it('waits as long as it lives', async () => {
    const engine = await testEngine()
    await engine.deploy(waits())
    await engine.publish('m', 'k', { ttl: 60_000, variables: { from: 'afar' } })
    await engine.advance(59_999)
    await engine.restart()
    const key = await engine.start('p', { key: 'k' })
    expect(await ended(engine, 'p')).toBe(1)
    expect(await engine.variables(key)).toEqual({ key: 'k', from: 'afar' })
  })

  it('is forgotten when its time is over', async () => {
    const engine = await testEngine()
    await engine.deploy(waits())
    await engine.publish('m', 'k', { ttl: 60_000 })
    await engine.advance(60_000)
    await engine.start('p', { key: 'k' })
    expect(await ended(engine, 'p')).toBe(0)
    expect(engine.core.state.messages.size).toBe(0)
  })

  it('reaches each process id once, the oldest first', async () => {
    const engine = await testEngine()
    await engine.deploy(waits('p'), waits('q'))
    await engine.start('p', { key: 'k', n: 1 })
    await engine.start('p', { key: 'k', n: 2 })
    await engine.start('q', { key: 'k' })
    await engine.publish('m', 'k', { ttl: 60_000 })
    expect([await ended(engine, 'p'), await ended(engine, 'q')]).toEqual([1, 1])
    expect(running(engine)).toBe(1)
    await engine.publish('m', 'k')
    expect(running(engine)).toBe(0)
  })

  it('reaches another process id later while it lives', async () => {
    const engine = await testEngine()
    await engine.deploy(waits('p'), waits('q'))
    await engine.publish('m', 'k', { ttl: 60_000 })
    await engine.start('p', { key: 'k' })
    await engine.start('p', { key: 'k' })
    await engine.start('q', { key: 'k' })
    expect([await ended(engine, 'p'), await ended(engine, 'q')]).toEqual([1, 1])
  })

  it('is refused a second time by its id, for the same name and key, while it lives', async () => {
    const engine = await testEngine()
    await engine.publish('m', 'k', { ttl: 60_000, id: 'i' })
    await expect(engine.publish('m', 'k', { ttl: 60_000, id: 'i' })).rejects.toThrow('was already published')
    await engine.publish('m', 'other', { ttl: 60_000, id: 'i' })
    await engine.advance(60_000)
    await engine.publish('m', 'k', { ttl: 0, id: 'i' })
  })

  it('is matched by numbers as by texts, and by nothing else', async () => {
    const engine = await testEngine()
    await engine.deploy(waits())
    await engine.start('p', { key: 12 })
    await engine.publish('m', '12')
    expect(await ended(engine, 'p')).toBe(1)
    await engine.start('p', { key: true })
    expect(engine.incidents()).toMatchObject([
      {
        errorType: 'EXTRACT_VALUE_ERROR',
        errorMessage: `Failed to extract the correlation key for 'key': The value must be either a string or a number, but was 'BOOLEAN'.`,
      },
    ])
  })
})

/**
 * Message start events (Camunda's documentation, concepts/messages): with and without a correlation key, with and
 * without a time to live, with an instance that runs already and without, by the same key or another.
 */
describe('a message start event', () => {
  it.each([
    // key of the first, key of the second, time to live of the second, running after both, after the first has ended
    ['', '', 0, 2, 1],
    ['', '', 60_000, 2, 1],
    ['', 'k', 0, 2, 1],
    ['', 'k', 60_000, 2, 1],
    ['k', '', 0, 2, 1],
    ['k', '', 60_000, 2, 1],
    ['k', 'k', 0, 1, 0],
    ['k', 'k', 60_000, 1, 1],
    ['k', 'l', 0, 2, 1],
    ['k', 'l', 60_000, 2, 1],
  ])('after key %j, key %j with a time to live of %i runs %i, then %i', async (first, second, ttl, both, after) => {
    const engine = await testEngine()
    await engine.deploy(starts())
    await engine.publish('m', first)
    await engine.publish('m', second, { ttl })
    expect(running(engine)).toBe(both)
    const [job] = await engine.activate('t', 1)
    await engine.restart()
    await engine.core.run('completeJob', { jobKey: job?.key ?? 0, variables: {} })
    await engine.settled()
    expect(running(engine)).toBe(after)
  })

  it.each([
    ['', 0],
    ['', 60_000],
    ['k', 0],
    ['k', 60_000],
  ])('with key %j and a time to live of %i takes nothing that was sent before it was deployed', async (key, ttl) => {
    const engine = await testEngine()
    await engine.publish('m', key, { ttl })
    await engine.deploy(starts())
    expect(running(engine)).toBe(0)
  })

  it('and an instance that waits for the same message: each process id gets it once', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('s')
        .startEvent('started', { message: 'm' })
        .intermediateCatchEvent('again', { message: 'm', correlationKey: '="k"' })
        .endEvent(),
    )
    await engine.publish('m', 'k', { ttl: 60_000 })
    expect(running(engine)).toBe(1)
    await engine.publish('m', 'k', { ttl: 60_000 })
    expect(await ended(engine, 's')).toBe(1)
    expect(running(engine)).toBe(0)
  })
})
