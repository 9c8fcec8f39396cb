// @vitest-environment node
import { seededRandom, virtualClocks } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Shop } from '../shop.ts'
import { FakeServices } from '../testing/fake-services.ts'
import { webServer } from '../web-server.ts'
import { html } from './html.ts'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const cookie = 'turnstile=11111111-1111-4111-8111-111111111111'

let services: FakeServices
let shop: Shop
let app: FastifyInstance

beforeEach(async () => {
  const clocks = virtualClocks(Date.UTC(2027, 0, 1))
  services = new FakeServices(clocks)
  shop = new Shop(services, { clocks, random: seededRandom(7), log })
  app = await webServer(shop, { clocks, random: seededRandom(7), log }, true)
})

afterEach(async () => {
  shop.stop()
  await app.close()
})

const page = async () => (await app.inject({ url: '/plain', headers: { cookie } })).payload
const send = (action: string, fields: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: `/plain/${action}`,
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })

it('sells without script: join, wait, choose, pay, tickets', async () => {
  services.line.push('x')
  expect(await page()).toContain('Join the line')
  expect((await send('join')).headers['location']).toBe('/plain')
  expect(await page()).toContain('You are number 2 of 2 in line')
  services.admit(2)
  expect(await page()).toContain('It is your turn')
  await send('hold', { ticketsType: 'balcony 1', ticketsQuantity: '2' })
  expect(await page()).toMatch(/You hold 2 × Balcony 1[^]*€378\.00/u)
  const [held] = [...services.bought.values()]
  const { reservationId = '' } = held ?? {}
  await send('pay', { reservationId, card: '4242 4242 4242 4242' })
  expect(await page()).toContain('Your bank is being asked')
  services.set(reservationId, { status: 'issued', tickets: [{ ticketId: 't1', code: 'abc' }] })
  expect(await page()).toContain('Code of ticket t1')
})

it('says what was wrong, and shows where one is', async () => {
  await send('join')
  const early = await send('hold', { ticketsType: 'standing', ticketsQuantity: '2' })
  expect([early.statusCode, early.payload.includes('open to those whose turn it is')]).toEqual([401, true])
  services.admit()
  const none = await send('hold', { ticketsType: 'standing', ticketsQuantity: 'many' })
  expect([none.statusCode, none.payload.includes('ticketsQuantity')]).toEqual([400, true])
  services.silent.add('tickets')
  expect((await send('leave')).statusCode).toBe(503)
})

it('looks again by itself, and is no way in for pages of other sites', async () => {
  expect((await app.inject('/plain')).headers['refresh']).toBe('30; url=/plain')
  const forged = await app.inject({
    method: 'POST',
    url: '/plain/leave',
    headers: { cookie, origin: 'http://evil.example' },
  })
  expect(forged.statusCode).toBe(403)
})

it('says so in HTML while the queue has not answered yet', async () => {
  services.silent.add('queue')
  const answer = await app.inject('/plain')
  expect([answer.statusCode, answer.headers['content-type'], answer.headers['refresh']]).toEqual([
    503,
    'text/html; charset=utf-8',
    '30; url=/plain',
  ])
})

it('escapes what it is given', () => {
  const evil = '<script>"\'&'
  expect(html`<b title="${evil}">${evil}${html`<i></i>`}${undefined}</b>`.text).toBe(
    '<b title="&#60;script&#62;&#34;&#39;&#38;">&#60;script&#62;&#34;&#39;&#38;<i></i></b>',
  )
})
