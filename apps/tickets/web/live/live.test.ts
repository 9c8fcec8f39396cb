// @vitest-environment node
import { encodeHttpBinary, newEvent } from '@millrace/cloudevents'
import { type VirtualClock, type VirtualLiveness, seededRandom, virtualClocks } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Shop } from '../shop.ts'
import { FakeServices } from '../testing/fake-services.ts'
import { type Heard, listen } from '../testing/heard.ts'
import type { PlaceView, SaleView, VisitView } from '../view.ts'
import { webServer } from '../web-server.ts'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const ids = { ada: '11111111-1111-4111-8111-111111111111', bo: '22222222-2222-4222-8222-222222222222' } as const

let clocks: { readonly domain: VirtualClock; readonly liveness: VirtualLiveness }
let services: FakeServices
let shop: Shop
let app: FastifyInstance
let url: string
let streams: Heard[]

beforeEach(async () => {
  clocks = virtualClocks(Date.UTC(2027, 0, 1))
  const ports = { clocks, random: seededRandom(7), log }
  services = new FakeServices(clocks)
  shop = new Shop(services, ports)
  app = await webServer(shop, ports, true)
  url = await app.listen({ port: 0, host: '127.0.0.1' })
  shop.start()
  streams = []
})

afterEach(async () => {
  for (const stream of streams) stream.close()
  shop.stop()
  await app.close()
})

const cookieOf = (who: keyof typeof ids) => `turnstile=${ids[who]}`

async function page(who: keyof typeof ids): Promise<Heard> {
  const stream = await listen(`${url}/live`, cookieOf(who))
  streams.push(stream)
  return stream
}

const join = (who: keyof typeof ids) =>
  fetch(`${url}/room/join`, {
    method: 'POST',
    headers: { cookie: cookieOf(who), 'content-type': 'application/json' },
    body: '{}',
  })

async function tell(type: string, data: unknown, body = JSON.stringify(data)): Promise<number> {
  const attributes = { specversion: '1.0', id: '1', source: '/t', type, datacontenttype: 'application/json' }
  const message = encodeHttpBinary(newEvent(attributes, Buffer.from(body)))
  const headers = message.headers.map(([name, value]): [string, string] => [name, value])
  return (await fetch(`${url}/api/`, { method: 'POST', headers, body: Uint8Array.from(message.body) })).status
}

describe('a page', () => {
  it('is told the clock, the sale and its own place, and what becomes of them', async () => {
    const ada = await page('ada')
    expect(await ada.next('beat')).toEqual({ now: '2027-01-01T00:00:00.000Z' })
    expect((await ada.next<SaleView>('sale')).sale.state).toBe('open')
    expect((await ada.next<VisitView>('visit')).place?.status).toBe('unknown')
    await join('ada')
    expect((await ada.next<VisitView>('visit')).place).toMatchObject({ status: 'waiting', ahead: 0, admittedThen: 0 })
  })

  it('hears the events of its own session only, and what they came to', async () => {
    await join('ada')
    await join('bo')
    const [ada, bo] = [await page('ada'), await page('bo')]
    await ada.next('visit')
    await bo.next('visit')
    services.admit()
    expect(await tell('Queue.CustomerExited', { sessionId: ids.ada })).toBe(200)
    expect(await ada.next('cloudevent')).toMatchObject({ type: 'Queue.CustomerExited', data: { sessionId: ids.ada } })
    expect((await ada.next<VisitView>('visit')).place?.status).toBe('admitted')
    expect(bo.events.filter(({ name }) => name === 'cloudevent')).toEqual([])
  })

  it('hears events whose data were encoded twice, as the originals send them', async () => {
    const ada = await page('ada')
    const data = { sessionId: ids.ada, reservationId: 'r1' }
    await tell('Tickets.Reservation1MExpired', data, JSON.stringify(JSON.stringify(data)))
    expect(await ada.next('cloudevent')).toMatchObject({ type: 'Tickets.Reservation1MExpired' })
  })

  it('makes nothing of an event for nobody, and refuses what is no event', async () => {
    expect(await tell('Queue.CustomerExited', { sessionId: 'nobody' })).toBe(200)
    expect(await tell('Queue.CustomerExited', 'text')).toBe(200)
    const plain = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
    expect((await fetch(`${url}/api/`, plain)).status).toBe(415)
  })

  it('is refused a stream beside four of the same browser, and asks instead', async () => {
    for (let tab = 0; tab < 4; tab++) await page('ada')
    const fifth = await fetch(`${url}/live`, { headers: { cookie: cookieOf('ada') } })
    expect([fifth.status, (await fifth.json()) as object]).toMatchObject([503, { code: 'TOO_MANY_STREAMS' }])
    streams.pop()?.close()
    await expect.poll(() => [shop.connections.size, shop.connections.nameCount]).toEqual([3, 1])
    await page('ada')
  })
})

describe('the sale', () => {
  it('is asked for once a second for all, and told only when it has changed', async () => {
    const [ada, bo] = [await page('ada'), await page('bo')]
    await ada.next('sale')
    await bo.next('sale')
    clocks.liveness.advance(1000)
    await clocks.domain.advance(1000)
    services.admittedTotal = 5
    clocks.liveness.advance(1000)
    await clocks.domain.advance(1000)
    for (const stream of [ada, bo]) {
      await expect.poll(() => stream.events.filter(({ name }) => name === 'sale').length).toBe(2)
      expect((await stream.next<SaleView>('sale')).sale.admittedTotal).toBe(5)
    }
  })

  it('keeps what was known of a service that falls silent, and names it', async () => {
    const ada = await page('ada')
    await ada.next('sale')
    services.silent.add('tickets')
    await shop.moved()
    const told = await ada.next<SaleView>('sale')
    expect([told.silent, told.stock?.available]).toEqual([['tickets'], 192])
  })
})

describe('places', () => {
  it('are corrected where somebody ahead has left, without reading everything', async () => {
    await join('ada')
    await join('bo')
    const bo = await page('bo')
    expect((await bo.next<VisitView>('visit')).place?.ahead).toBe(1)
    await services.queue.leave(ids.ada)
    await clocks.domain.advance(20_000)
    expect(await bo.next<PlaceView>('place')).toMatchObject({ ahead: 0, position: 1, size: 1 })
    expect(bo.events.filter(({ name }) => name === 'visit')).toHaveLength(1)
  })

  it('are all told in one round when the lots are drawn', async () => {
    services.change = { state: 'before' }
    await shop.moved()
    await join('ada')
    const ada = await page('ada')
    expect((await ada.next<VisitView>('visit')).place?.status).toBe('early')
    services.statuses.set(ids.ada, 'waiting')
    services.change = { state: 'open' }
    await shop.moved()
    expect(await ada.next<PlaceView>('place')).toMatchObject({ status: 'waiting', ahead: 0 })
  })
})

describe('the back office', () => {
  it('is told the whole once, and then each second', async () => {
    const stream = await listen(`${url}/office/live`, '')
    streams.push(stream)
    expect(await stream.next('office')).toMatchObject({ samples: [{ admitted: 0, sold: 0 }], web: { pages: 0 } })
    services.admittedTotal = 3
    await shop.moved()
    expect(await stream.next('second')).toMatchObject({ sample: { admitted: 3 }, sale: { admittedTotal: 3 } })
  })
})
