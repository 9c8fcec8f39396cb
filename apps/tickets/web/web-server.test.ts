// @vitest-environment node
import { seededRandom, virtualClocks } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Shop } from './shop.ts'
import { FakeServices } from './testing/fake-services.ts'
import type { VisitView } from './view.ts'
import { webServer } from './web-server.ts'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

let services: FakeServices
let shop: Shop
let app: FastifyInstance

beforeEach(async () => {
  const clocks = virtualClocks(Date.UTC(2027, 0, 1))
  const ports = { clocks, random: seededRandom(7), log }
  services = new FakeServices(clocks)
  shop = new Shop(services, ports)
  app = await webServer(shop, ports, true)
})

afterEach(async () => {
  shop.stop()
  await app.close()
})

/** A browser: it keeps the cookie that it gets. */
async function browser() {
  const first = await app.inject('/visit')
  const cookie = String(first.headers['set-cookie']).split(';')[0] ?? ''
  const { sessionId } = first.json<{ visit: VisitView }>().visit
  const post = (url: string, body: object = {}, headers: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url, payload: body, headers: { cookie, ...headers } })
  const visit = async () =>
    (await app.inject({ url: '/visit', headers: { cookie } })).json<{ visit: VisitView }>().visit
  return { cookie, sessionId, post, visit }
}

describe('a session', () => {
  it('is one as long as the browser keeps its cookie, which scripts cannot read', async () => {
    const { cookie, sessionId, visit } = await browser()
    expect((await app.inject('/visit')).headers['set-cookie']).toMatch(/HttpOnly; SameSite=Lax$/u)
    expect((await visit()).sessionId).toBe(sessionId)
    expect(cookie).toContain(sessionId)
  })

  it('is another for a cookie that was made up', async () => {
    const answer = await app.inject({ url: '/visit', headers: { cookie: 'turnstile=../../etc' } })
    expect(answer.json<{ visit: VisitView }>().visit.sessionId).toMatch(/^[0-9a-f-]{36}$/u)
  })

  it('is not told its token', async () => {
    const { post, visit } = await browser()
    await post('/room/join')
    services.admit()
    expect((await visit()).place).toMatchObject({ status: 'admitted', tokenExpiresAt: expect.any(String) })
    expect(JSON.stringify(await visit())).not.toContain('token of')
  })
})

describe('the waiting room', () => {
  it('gives one place however often one joins', async () => {
    const [one, two] = [await browser(), await browser()]
    for (let time = 0; time < 3; time++) await one.post('/room/join')
    const { place } = (await two.post('/room/join')).json<VisitView>()
    expect([place?.status, place?.ahead, services.line.length]).toEqual(['waiting', 1, 2])
  })

  it('gives back what was held when one leaves', async () => {
    const { post } = await browser()
    await post('/room/join')
    services.admit()
    await post('/shop/hold', { ticketsType: 'standing', ticketsQuantity: 2 })
    const left = (await post('/room/leave')).json<VisitView>()
    expect([left.place?.status, left.purchases[0]?.status]).toEqual(['abandoned', 'cancelled'])
  })

  it('refuses what a page of another site asks for', async () => {
    const { post } = await browser()
    const answer = await post('/room/leave', {}, { origin: 'http://elsewhere.example' })
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'ANOTHER_SITE'])
    expect(shop.officeView()?.web.refused).toEqual({ ANOTHER_SITE: 1 })
  })
})

describe('the shop', () => {
  it('is closed to those whose turn it is not', async () => {
    const { post } = await browser()
    await post('/room/join')
    const answer = await post('/shop/hold', { ticketsType: 'standing', ticketsQuantity: 1 })
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([401, 'NOT_ADMITTED'])
  })

  it.each([[0], [-1], [1.5], ['10'], [null]])('refuses a quantity of %j by name', async (ticketsQuantity) => {
    const { post } = await browser()
    const answer = await post('/shop/hold', { ticketsType: 'standing', ticketsQuantity })
    expect(answer.statusCode).toBe(400)
    expect(answer.json<{ errors: { field: string }[] }>().errors[0]?.field).toBe('ticketsQuantity')
  })

  it('holds once for the same Idempotency-Key', async () => {
    const { post } = await browser()
    await post('/room/join')
    services.admit()
    const choice = { ticketsType: 'balcony 1', ticketsQuantity: 2 }
    await post('/shop/hold', choice, { 'idempotency-key': 'k1' })
    const again = (await post('/shop/hold', choice, { 'idempotency-key': 'k1' })).json<VisitView>()
    expect(again.purchases).toHaveLength(1)
    expect(again.purchases[0]).toMatchObject({ status: 'held', amount: 37_800 })
  })

  it('shows the payment of what is being paid', async () => {
    const { post } = await browser()
    await post('/room/join')
    services.admit()
    const held = (await post('/shop/hold', { ticketsType: 'far away', ticketsQuantity: 10 })).json<VisitView>()
    const { reservationId = '' } = held.purchases[0] ?? {}
    const paying = (await post('/shop/pay', { reservationId })).json<VisitView>()
    expect(paying.purchases[0]).toMatchObject({ method: 'transfer', payment: { reference: 'TL-4711' } })
    expect((await app.inject('/office/transfers')).json<{ items: unknown[] }>().items).toHaveLength(1)
  })

  it('takes no number that is no card', async () => {
    const { post } = await browser()
    const answer = await post('/shop/pay', { reservationId: 'r1', card: { number: 'DROP TABLE' } })
    expect(answer.json<{ errors: { field: string }[] }>().errors[0]?.field).toBe('card.number')
  })
})

describe('a service that does not answer', () => {
  it('is named, and the others are shown', async () => {
    const { post, visit } = await browser()
    await post('/room/join')
    services.silent.add('tickets')
    expect(await visit()).toMatchObject({ place: { status: 'waiting' }, purchases: [], silent: ['tickets'] })
  })

  it('makes an action fail with 503, to be tried again', async () => {
    const { post } = await browser()
    services.silent.add('queue')
    const answer = await post('/room/join')
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '1'])
    expect(answer.json<{ code: string }>().code).toBe('QUEUE_SILENT')
  })
})

describe('the back office', () => {
  it('pauses, sets, fills and begins anew', async () => {
    const post = (url: string, payload: object = {}) => app.inject({ method: 'POST', url, payload })
    expect((await post('/office/commands/pause')).json()).toMatchObject({ state: 'paused' })
    expect((await post('/office/commands/explode')).statusCode).toBe(404)
    expect((await post('/office/settings', { rate: -1 })).statusCode).toBe(400)
    expect((await post('/office/mock', { count: 3 })).json()).toEqual({ joined: 3 })
    expect((await post('/office/mock', { count: 1e9 })).statusCode).toBe(400)
    expect(shop.officeView()?.sale).toMatchObject({ state: 'paused', waiting: 3 })
    expect((await post('/office/reset')).json()).toMatchObject({ waiting: 0 })
  })
})
