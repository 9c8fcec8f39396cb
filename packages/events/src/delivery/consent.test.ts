import { beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT, World, event, policy, settle, trigger } from '../../test/fixture.ts'
import type { Events } from '../events.ts'

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

it('gives a subscriber its bearer token, and a dead letter sink none (85)', async () => {
  world.subscribers.set('http://one', () => 400)
  await events.putTrigger(trigger('one', { bearerToken: 'secret', policy: policy({ deadLetter: 'http://dls' }) }))
  await events.publish(DEFAULT, [event('1')])
  await settle()
  expect(world.sent.map(({ url }) => url)).toEqual(['http://one', 'http://dls'])
  expect(headerOf(0, 'authorization')).toBe('Bearer secret')
  expect(headerOf(1, 'authorization')).toBeUndefined()
})

describe('a subscriber that is asked for consent', () => {
  const origin = { webhookOrigin: 'shop.example' }
  const allows = (headers: [string, string][]) => (request: { readonly method: string }) =>
    request.method === 'OPTIONS' ? { status: 200, headers } : 202
  const posts = () => world.sent.filter(({ request }) => request.method === 'POST')

  it('gets events after it has consented, each with the origin (86, 87, 89)', async () => {
    world.subscribers.set('http://one', allows([['WebHook-Allowed-Origin', 'shop.example']]))
    await events.putTrigger(trigger('one', origin))
    await events.publish(DEFAULT, [event('1'), event('2')])
    await world.run(200)
    expect(world.sent.map(({ request }) => request.method)).toEqual(['OPTIONS', 'POST', 'POST'])
    for (const { request } of world.sent) {
      expect(new Map(request.headers).get('webhook-request-origin')).toBe('shop.example')
    }
  })
  it.each([
    [[]],
    [[['WebHook-Allowed-Origin', 'other.example']]],
    [
      [
        ['WebHook-Allowed-Origin', '*'],
        ['WebHook-Allowed-Rate', '0'],
      ],
    ],
    [
      [
        ['WebHook-Allowed-Origin', '*'],
        ['WebHook-Allowed-Rate', '1.5'],
      ],
    ],
  ] as [string, string][][][])('gets nothing when it answers %j (87, 88)', async (headers) => {
    world.subscribers.set('http://one', allows(headers))
    await events.putTrigger(trigger('one', { ...origin, policy: policy({ retries: 1, deadLetter: 'http://dls' }) }))
    await events.publish(DEFAULT, [event('1')])
    await world.run(1000)
    expect(posts().map(({ url }) => url)).toEqual(['http://dls'])
  })
  it('gets them no faster than it has allowed (88)', async () => {
    world.subscribers.set(
      'http://one',
      allows([
        ['WebHook-Allowed-Origin', '*'],
        ['WebHook-Allowed-Rate', '120'],
      ]),
    )
    await events.putTrigger(trigger('one', origin))
    await events.publish(
      DEFAULT,
      ['1', '2', '3', '4'].map((id) => event(id)),
    )
    await world.run(3000)
    const [first = 0] = posts().map(({ at }) => at)
    expect(posts().map(({ at }) => at - first)).toEqual([0, 500, 1000, 1500])
  })
  it('gets nothing when it was asked for a rate and says none (88)', async () => {
    world.subscribers.set('http://one', allows([['WebHook-Allowed-Origin', '*']]))
    await events.putTrigger(trigger('one', { ...origin, webhookRate: 60, policy: policy({ retries: 0 }) }))
    await events.publish(DEFAULT, [event('1')])
    await world.run(200)
    expect(posts()).toEqual([])
    expect(headerOf(0, 'webhook-request-rate')).toBe('60')
  })

  describe('and may grant it later, by a callback', () => {
    const key = (): string => headerOf(0, 'webhook-request-callback')?.split('/').at(-1) ?? ''
    beforeEach(async () => {
      events.consents.callbacksAt('http://platform/callbacks/')
      world.subscribers.set('http://one', allows([]))
      await events.putTrigger(trigger('one', { ...origin, webhookRate: 120, policy: policy({ retries: 20 }) }))
      await events.publish(DEFAULT, [event('1'), event('2')])
      await settle()
    })

    it('is told an address that nobody guesses, and grants at the rate that was asked for (86, 90)', async () => {
      expect(headerOf(0, 'webhook-request-callback')).toMatch(/^http:\/\/platform\/callbacks\/[0-9a-f]{48}$/)
      expect(await events.consents.grant(key(), undefined)).toBe(true)
      await world.run(5000)
      const [first = 0, second = 0] = posts().map(({ at }) => at)
      expect(posts()).toHaveLength(2)
      expect(second - first).toBeGreaterThanOrEqual(500)
    })
    it('grants nothing with another key, or at a rate that is none (90)', async () => {
      expect(await events.consents.grant(`${key()}0`, undefined)).toBe(false)
      await expect(events.consents.grant(key(), '0')).rejects.toThrow(/positive number/)
      await world.run(2000)
      expect(posts()).toEqual([])
    })
    it('keeps what it granted over a restart, and is asked anew at another address', async () => {
      await events.consents.grant(key(), '*')
      await events.stop()
      events = await world.open()
      await events.putBroker(broker)
      world.sent.length = 0
      await events.putTrigger(trigger('one', { ...origin, webhookRate: 120 }))
      await world.run(500)
      expect(world.sent.map(({ request }) => request.method)).toEqual(['POST', 'POST'])
      await events.putTrigger(trigger('one', { ...origin, subscriber: { url: 'http://two' } }))
      await events.publish(DEFAULT, [event('3')])
      await settle()
      expect(world.sent.at(-1)).toMatchObject({ url: 'http://two', request: { method: 'OPTIONS' } })
    })
  })
})
