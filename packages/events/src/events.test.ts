import { requiredText } from '@millrace/cloudevents'
import { beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT, START, World, event, policy, settle, trigger } from '../test/fixture.ts'
import type { Events } from './events.ts'

let world: World
let events: Events
const broker = { ...DEFAULT, partitions: 1 }
const headerOf = (index: number, name: string) =>
  world.sent[index]?.request.headers.find(([other]) => other === name)?.[1]

beforeEach(async () => {
  world = new World()
  events = await world.open()
  await events.putBroker(broker)
})

describe('routing', () => {
  it('gives every trigger that matches the event once, attributes and data equal (A17, A20-A22, B39, B41, B42)', async () => {
    await events.putTrigger(trigger('one'))
    await events.putTrigger(trigger('two', { subscriber: { url: 'http://one' } }))
    await events.putTrigger(trigger('never', { matches: () => false }))
    await events.publish(DEFAULT, [event('1', { n: 5, flag: true, datacontenttype: 'application/json' }, '{"a": 1.0}')])
    await settle()
    expect(world.to('http://one')).toEqual(['1', '1'])
    expect(world.to('http://never')).toEqual([])
    expect(world.sent[0]?.request.body.toString()).toBe('{"a": 1.0}')
    expect(headerOf(0, 'ce-n')).toBe('5')
    expect(headerOf(0, 'prefer')).toBe('reply')
    expect(headerOf(0, 'kn-namespace')).toBe('default')
    expect(headerOf(0, 'ce-knativearrivaltime')).toBe(new Date(START).toISOString())
    expect(headerOf(0, 'ce-knativebrokerttl')).toBeUndefined()
  })
  it('keeps types of extensions for filters (A43)', async () => {
    const seen: unknown[] = []
    await events.putTrigger(
      trigger('one', { matches: ({ attributes }) => seen.push(attributes.get('n'), attributes.get('flag')) > 0 }),
    )
    await events.publish(DEFAULT, [event('1', { n: 5, flag: true })])
    await settle()
    expect(seen).toEqual([5, true])
  })
  it('starts with what comes after the trigger was made', async () => {
    await events.publish(DEFAULT, [event('before')])
    await events.putTrigger(trigger('one'))
    await events.publish(DEFAULT, [event('after')])
    await settle()
    expect(world.to('http://one')).toEqual(['after'])
  })
  it('is not ready before its broker, and then delivers (A80, B55)', async () => {
    await events.putTrigger(trigger('one', { broker: 'late' }))
    expect(events.stateOf({ namespace: 'default', name: 'one' })).toMatchObject({
      ready: false,
      reason: 'BrokerDoesNotExist',
    })
    const late = { namespace: 'default', name: 'late' }
    await events.putBroker({ ...late, partitions: 1 })
    await events.publish(late, [event('1')])
    await settle()
    expect(world.to('http://one')).toEqual(['1'])
  })
  it('refuses another broker for a trigger, and another topic for a broker (A81, B53)', async () => {
    await events.putTrigger(trigger('one'))
    await expect(events.putTrigger(trigger('one', { broker: 'other' }))).rejects.toThrow(/keeps its broker/)
    await expect(events.putBroker({ ...broker, topic: 'other' })).rejects.toThrow(/keeps its topic/)
  })
})

describe('retries', () => {
  it('tries as often as the trigger says, and not once more (A55, A56, B48)', async () => {
    world.subscribers.set('http://one', (_, attempt) => (attempt <= 3 ? 503 : 200))
    world.subscribers.set('http://two', () => 500)
    const three = policy({ retries: 3, deadLetter: 'http://dls' })
    await events.putTrigger(trigger('one', { policy: three }))
    await events.putTrigger(trigger('two', { policy: three }))
    await events.publish(DEFAULT, [event('1')])
    await world.run(5000)
    expect(world.to('http://one')).toHaveLength(4)
    expect(world.to('http://two')).toHaveLength(4)
    expect(world.to('http://dls')).toEqual(['1'])
  })
  it("takes the broker's policy where the trigger has none, and the trigger's as a whole where it has one (A57)", async () => {
    await events.putBroker({ ...broker, policy: policy({ retries: 1, deadLetter: 'http://dls' }) })
    world.subscribers.set('http://one', () => 500)
    world.subscribers.set('http://two', () => 500)
    await events.putTrigger(trigger('one', { policy: policy({ retries: 3 }) }))
    await events.putTrigger(trigger('two'))
    await events.publish(DEFAULT, [event('1')])
    await world.run(5000)
    expect(world.to('http://one')).toHaveLength(4)
    expect(world.to('http://two')).toHaveLength(2)
    expect(world.to('http://dls')).toHaveLength(1)
  })
  it.each([
    ['exponential', [0, 200, 600, 1400]],
    ['linear', [0, 200, 600, 1200]],
  ] as const)('waits %s times (A71)', async (backoff, expected) => {
    world.subscribers.set('http://one', () => 500)
    await events.putTrigger(trigger('one', { policy: policy({ retries: 3, backoff }) }))
    await events.publish(DEFAULT, [event('1')])
    await world.run(3000)
    const [first = 0] = world.sent.map(({ at }) => at)
    expect(world.sent.map(({ at }) => at - first)).toEqual(expected)
  })
  it.each([
    ['3', 3000],
    ['Thu, 01 Jan 2026 00:00:05 GMT', 5000],
    ['9999', 30_000],
    ['soon', 200],
  ])('obeys Retry-After: %s (A69, 84)', async (header, expected) => {
    world.subscribers.set('http://one', () => ({ status: 429, headers: [['Retry-After', header]] }))
    await events.putTrigger(trigger('one', { policy: policy({ retries: 1, retryAfterMaxMs: 30_000 }) }))
    await events.publish(DEFAULT, [event('1')])
    await world.run(31_000)
    expect((world.sent[1]?.at ?? 0) - (world.sent[0]?.at ?? 0)).toBe(expected)
  })
  it.each([
    ...[404, 408, 409, 429, 500, 503, 599].map((status) => [status, 2] as const),
    ...[100, 301, 302, 400, 401, 403, 410, 415, 422].map((status) => [status, 1] as const),
    ...[200, 201, 202, 204, 299].map((status) => [status, 1] as const),
  ])('after %i makes %i attempts (A68, B10-B23)', async (status, attempts) => {
    world.subscribers.set('http://one', () => status)
    await events.putTrigger(trigger('one', { policy: policy({ retries: 1 }) }))
    await events.publish(DEFAULT, [event('1')])
    await world.run(1000)
    expect(world.to('http://one')).toHaveLength(attempts)
  })
  it('opens the circuit after ten failures in a row, then sends one at a time', async () => {
    world.subscribers.set('http://one', () => 503)
    await events.putTrigger(trigger('one', { policy: policy({ retries: 100, delayMs: 1, backoff: 'linear' }) }))
    await events.publish(
      DEFAULT,
      Array.from({ length: 10 }, (_, index) => event(String(index))),
    )
    await world.run(20_000)
    expect(world.sent.length).toBeLessThan(20)
    expect(events.stateOf({ namespace: 'default', name: 'one' })).toEqual({ ready: true, circuitOpen: true })
    world.subscribers.set('http://one', () => 200)
    await world.run(20_000)
    expect(events.reportOf({ namespace: 'default', name: 'one' })?.counts.delivered).toBe(10)
  })
  it('stops sending to a subscriber that answers 410 (83)', async () => {
    world.subscribers.set('http://one', () => 410)
    await events.putTrigger(trigger('one'))
    await events.publish(DEFAULT, [event('1')])
    await settle()
    await events.publish(DEFAULT, [event('2')])
    await world.run(1000)
    expect(world.to('http://one')).toEqual(['1'])
    expect(events.stateOf({ namespace: 'default', name: 'one' })).toMatchObject({ reason: 'SubscriberGone' })
    world.subscribers.set('http://one', () => 200)
    await events.putTrigger(trigger('one'))
    await settle()
    expect(world.to('http://one')).toEqual(['1', '2'])
  })
})

describe('dead letters', () => {
  it('say where, with which status, and what was answered (A64-A66)', async () => {
    world.subscribers.set('http://one', () => ({ status: 422, body: Buffer.alloc(5000, 'x') }))
    await events.putTrigger(trigger('one', { policy: policy({ deadLetter: 'http://dls' }) }))
    await events.publish(DEFAULT, [event('1')])
    await settle()
    expect(world.to('http://one')).toHaveLength(1)
    const letter = world.sent.find(({ url }) => url === 'http://dls')
    const headers = new Map(letter?.request.headers)
    expect(headers.get('ce-knativeerrordest')).toBe('http://one')
    expect(headers.get('ce-knativeerrorcode')).toBe('422')
    expect(headers.get('ce-knativeerrordata')).toHaveLength(1024)
    expect(headers.has('prefer')).toBe(false)
  })
  it('go to the sink when there is no answer, and are tried again there (A60, A67, A74, B50)', async () => {
    world.subscribers.set('http://one', () => ({ kind: 'failed', message: 'no such host', permanent: true }))
    world.subscribers.set('http://dls', (_, attempt) => (attempt === 1 ? 503 : 200))
    await events.putTrigger(trigger('one', { policy: policy({ retries: 1, deadLetter: 'http://dls' }) }))
    await events.publish(
      DEFAULT,
      ['1', '2', '3'].map((id) => event(id)),
    )
    await world.run(1000)
    expect(world.to('http://dls')).toHaveLength(6)
    expect(events.reportOf({ namespace: 'default', name: 'one' })?.counts.deadLettered).toBe(3)
  })
  it('are dropped and counted when nobody takes them (B49)', async () => {
    world.subscribers.set('http://one', () => 400)
    await events.putTrigger(trigger('one'))
    await events.publish(DEFAULT, [event('1')])
    await settle()
    expect(events.reportOf({ namespace: 'default', name: 'one' })?.counts.dropped).toBe(1)
  })
})

describe('virtual time', () => {
  it('brings the retries that fall due when it is moved on, and is idle between them', async () => {
    world.subscribers.set('http://one', (_, attempt) => (attempt <= 2 ? 503 : 200))
    await events.putTrigger(trigger('one', { policy: policy({ delayMs: 60_000, backoff: 'linear' }) }))
    await events.publish(DEFAULT, [event('1')])
    await settle()
    await events.idle()
    expect(world.to('http://one')).toHaveLength(1)
    await world.clocks.domain.advance(59_999)
    expect(world.to('http://one')).toHaveLength(1)
    await world.clocks.domain.advance(1)
    expect(world.to('http://one')).toHaveLength(2)
    await world.clocks.domain.advance(120_000)
    await events.idle()
    expect(world.to('http://one')).toHaveLength(3)
    expect(events.reportOf({ namespace: 'default', name: 'one' })?.counts.delivered).toBe(1)
  })
})

describe('replies', () => {
  const reply = (type: string, more = {}) => ({
    status: 200,
    headers: Object.entries({ 'ce-specversion': '1.0', 'ce-id': 'r', 'ce-source': '/r', 'ce-type': type, ...more }),
  })
  const onType = (type: string) => ({
    matches: (one: Parameters<typeof requiredText>[0]) => requiredText(one, 'type') === type,
  })

  it('re-enter the broker, and are for every trigger (A44, A45, A49, B44, B45)', async () => {
    world.subscribers.set('http://one', () => reply('type2'))
    await events.putTrigger(trigger('one', onType('type1')))
    await events.putTrigger(trigger('all'))
    await events.putTrigger(trigger('two', onType('type2')))
    await events.publish(DEFAULT, [event('1', { type: 'type1' })])
    await settle()
    await settle()
    expect(world.to('http://one')).toEqual(['1'])
    expect(world.to('http://two')).toEqual(['r'])
    expect(world.to('http://all').toSorted()).toEqual(['1', 'r'])
  })
  it('are none in a 202 (A53, B34)', async () => {
    world.subscribers.set('http://one', () => ({ ...reply('type2'), status: 202 }))
    await events.putTrigger(trigger('one'))
    await events.publish(DEFAULT, [event('1')])
    await settle()
    expect(world.to('http://one')).toEqual(['1'])
  })
  it('that say they are events and are none make the delivery fail (A48)', async () => {
    const headers: [string, string][] = [['content-type', 'application/cloudevents+json']]
    world.subscribers.set('http://one', () => ({ status: 200, headers, body: Buffer.from('ok') }))
    await events.putTrigger(trigger('one', { policy: policy({ retries: 1, deadLetter: 'http://dls' }) }))
    await events.publish(DEFAULT, [event('1')])
    await world.run(1000)
    expect(world.to('http://one')).toHaveLength(2)
    const letter = world.sent.find(({ url }) => url === 'http://dls')
    expect(new Map(letter?.request.headers).get('ce-knativeerrorcode')).toBe('502')
  })
  it('are not seen in a body that does not say so: that delivery is done, and its attempt tells (A48, B10)', async () => {
    const headers: [string, string][] = [['content-type', 'application/json']]
    world.subscribers.set('http://one', () => ({ status: 200, headers, body: Buffer.from('"OK!"') }))
    await events.putTrigger(trigger('one', { policy: policy({ deadLetter: 'http://dls' }) }))
    await events.publish(DEFAULT, [event('1')])
    await world.run(1000)
    expect(world.to('http://one')).toHaveLength(1)
    expect(world.to('http://dls')).toEqual([])
    const { counts, deliveries } = events.reportOf({ namespace: 'default', name: 'one' }) ?? {}
    expect(counts).toMatchObject({ delivered: 1, replies: 0 })
    expect(deliveries?.[0]?.attempts[0]?.fault).toContain('the body of the answer was passed over')
  })
  it('end when they go round and round (A50)', async () => {
    world.subscribers.set('http://one', () => reply('again'))
    await events.putTrigger(trigger('one'))
    await events.publish(DEFAULT, [event('1', { knativebrokerttl: 4 })])
    for (let turn = 0; turn < 20; turn++) await settle()
    // Stored with 3; the reply with 2, its own with 1, and the next one is refused, which is no reason to ask again.
    expect(world.to('http://one')).toEqual(['1', 'r', 'r'])
    expect(events.reportOf({ namespace: 'default', name: 'one' })?.counts.dropped).toBe(1)
  })
  it('refuse an event whose time to live is over (A50, A51)', async () => {
    await expect(events.publish(DEFAULT, [event('1', { knativebrokerttl: 1 })])).rejects.toThrow(/time to live/)
    await expect(events.publish(DEFAULT, [event('1', { knativebrokerttl: 'many' })])).resolves.toBeUndefined()
  })
})

describe('order', () => {
  it('is kept for each partitionkey, one after another, and keys do not wait for one another (A76, A77)', async () => {
    const open: (() => void)[] = []
    world.subscribers.set('http://one', () => new Promise((resolve) => open.push(() => resolve(200))))
    await events.putTrigger(trigger('one', { ordered: true }))
    const keyed = ['a1', 'b1', 'a2', 'b2', 'a3'].map((id) => event(id, { partitionkey: id[0] ?? '' }))
    await events.publish(DEFAULT, keyed)
    await settle()
    expect(world.to('http://one')).toEqual(['a1', 'b1'])
    open[0]?.()
    await settle()
    expect(world.to('http://one')).toEqual(['a1', 'b1', 'a2'])
  })
  it("is nobody's where it is not asked for: a slow event holds no other (A78)", async () => {
    world.subscribers.set('http://one', (_, attempt) =>
      attempt === 1 && world.to('http://one').length === 1 ? new Promise(() => undefined) : 200,
    )
    await events.putTrigger(trigger('one'))
    await events.publish(
      DEFAULT,
      ['1', '2', '3'].map((id) => event(id)),
    )
    await settle()
    expect(world.to('http://one')).toEqual(['1', '2', '3'])
  })
  it('never lets a subscriber that hangs delay another trigger (A63)', async () => {
    world.subscribers.set('http://bad', () => new Promise(() => undefined))
    await events.putTrigger(trigger('bad', { concurrency: 2 }))
    await events.putTrigger(trigger('good'))
    for (let at = 0; at < 1500; at += 100) {
      await events.publish(
        DEFAULT,
        Array.from({ length: 100 }, (_, index) => event(`${at + index}`)),
      )
    }
    for (let turn = 0; turn < 30; turn++) await settle()
    expect(world.to('http://bad')).toHaveLength(2)
    expect(world.to('http://good')).toHaveLength(1500)
    expect(events.reportOf({ namespace: 'default', name: 'bad' })?.underWay).toBeLessThanOrEqual(512)
  })
})

describe('a restart', () => {
  it('goes on where the trigger stood, and loses nothing that was published (B38)', async () => {
    let up = true
    world.subscribers.set('http://one', ({ headers }) =>
      up || new Map(headers).get('ce-id') !== '2' ? 200 : new Promise(() => undefined),
    )
    await events.putTrigger(trigger('one'))
    await events.publish(DEFAULT, [event('1')])
    await settle()
    up = false
    await events.publish(DEFAULT, [event('2'), event('3')])
    await world.run(100)
    // Killed: nothing is stopped. Another process opens the same log.
    world.sent.length = 0
    up = true
    const again = await world.open()
    await again.putBroker(broker)
    await again.putTrigger(trigger('one'))
    await again.publish(DEFAULT, [event('4')])
    await settle()
    expect(world.to('http://one')).toEqual(['2', '4'])
    await again.stop()
  })
  it('waits two seconds for a subscriber that hangs, and sends to it again', async () => {
    world.subscribers.set('http://one', () => new Promise(() => undefined))
    await events.putTrigger(trigger('one'))
    await events.publish(DEFAULT, [event('1')])
    await settle()
    let stopped = false
    const stopping = events.stop().then(() => (stopped = true))
    await world.run(1900)
    expect(stopped).toBe(false)
    await world.run(200)
    await stopping
    const again = await world.open()
    await again.putBroker(broker)
    await again.putTrigger(trigger('one'))
    await settle()
    expect(world.to('http://one')).toEqual(['1', '1'])
  })
  it('leaves one run of a trigger when it is put again while it is still being stopped', async () => {
    world.subscribers.set('http://old', () => new Promise(() => undefined))
    await events.putTrigger(trigger('one', { subscriber: { url: 'http://old' } }))
    await events.publish(DEFAULT, [event('1')])
    await settle()
    // The first of the two waits for the subscriber that hangs; whoever sends it gives up, and sends it again.
    const puts = ['http://first', 'http://second'].map((url) =>
      events.putTrigger(trigger('one', { subscriber: { url } })),
    )
    await world.run(5000)
    await Promise.all(puts)
    await events.publish(DEFAULT, [event('2')])
    await world.run(100)
    expect(world.to('http://first')).toEqual(['1'])
    expect(world.to('http://second')).toEqual(['2'])
    await events.removeTrigger({ namespace: 'default', name: 'one' })
    await events.publish(DEFAULT, [event('3')])
    await world.run(100)
    expect(world.sent.map(({ id }) => id)).not.toContain('3')
  })
  it('keeps event types (A86)', async () => {
    await events.publish(DEFAULT, [event('1'), event('2'), event('3', { type: 'other' })])
    await settle()
    const again = await world.open()
    expect(again.eventTypes().map(({ type }) => type)).toEqual(['test', 'other'])
  })
  it('begins anew for a trigger that was removed', async () => {
    await events.putTrigger(trigger('one'))
    expect(await events.removeTrigger({ namespace: 'default', name: 'one' })).toBe(true)
    await events.publish(DEFAULT, [event('1')])
    await events.putTrigger(trigger('one'))
    await settle()
    expect(world.to('http://one')).toEqual([])
  })
})

describe('a trigger may also', () => {
  it('pass over duplicates by source and id (15, B26)', async () => {
    await events.putTrigger(trigger('one', { dedupe: 100 }))
    await events.publish(DEFAULT, [event('1'), event('1'), event('1', { source: '/other' })])
    await settle()
    expect(world.to('http://one')).toHaveLength(2)
  })
  it('pass over what has expired', async () => {
    await events.putTrigger(trigger('one'))
    await events.publish(DEFAULT, [event('1', { expirytime: '2025-01-01T00:00:00Z' }), event('2')])
    await settle()
    expect(world.to('http://one')).toEqual(['2'])
  })
  it('send the JSON format (A75), signed (Standard Webhooks)', async () => {
    await events.putTrigger(trigger('one', { policy: policy({ format: 'json' }), signingSecret: 'whsec_c2VjcmV0' }))
    await events.publish(DEFAULT, [event('1')])
    await settle()
    expect(headerOf(0, 'content-type')).toMatch(/^application\/cloudevents\+json/)
    expect(headerOf(0, 'webhook-signature')).toMatch(/^v1,/)
    expect(headerOf(0, 'webhook-id')).toMatch(/^msg_/)
  })
})

it('stores events as records of the Kafka binding, and skips records that are none', async () => {
  await events.putTrigger(trigger('one'))
  const { broker: platform } = world
  const topic = platform?.topics.get('events.default.default')
  if (platform === undefined || topic === undefined) throw new Error('no topic')
  const { buildBatch } = await import('@millrace/log')
  const records = buildBatch({ timestamp: START, records: [{ value: 'no event' }] })
  await platform.produce.produce({ transactionalId: null, acks: -1, parts: [{ topic, index: 0, records }] })
  await events.publish(DEFAULT, [event('1')])
  await settle()
  expect(world.to('http://one')).toEqual(['1'])
  expect(events.reportOf({ namespace: 'default', name: 'one' })?.counts.skipped).toBe(1)
})
