import { waitFor } from '@millrace/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Payment, Reservation } from './contract/shop.ts'
import { type Hosted, hostSale } from './testing/hosted.ts'
import { signedHeaders } from './webhook.ts'

let sale: Hosted
let token = ''
beforeAll(async () => {
  sale = await hostSale({ TICKETS_CAPACITY: '1000', QUEUE_PLACES_PER_CLIENT: '3' })
  token = await sale.admitted('ada')
})
afterAll(() => sale?.stop())

interface Refused {
  readonly code?: string
  readonly errors?: readonly { readonly field: string }[]
}
const reserve = (body: object, headers: Record<string, string> = { authorization: `Bearer ${token}` }) =>
  sale.ask<Refused & Reservation>('tickets', 'POST', '/reserve', body, headers)
const wanted = { reservationId: 'r-ada', sessionId: 'ada', ticketsType: 'far away', ticketsQuantity: 1 }

describe('what is refused', { timeout: 60_000 }, () => {
  it.each([0, -1, 1.5, '-3', 'two', '', null, Number.NaN])('a quantity of %j, by name', async (ticketsQuantity) => {
    const { status, body } = await reserve({ ...wanted, ticketsQuantity })
    expect([status, body.errors?.[0]?.field]).toEqual([400, 'ticketsQuantity'])
  })
  it('a thousand million tickets; ten as text are ten', async () => {
    expect((await reserve({ ...wanted, ticketsQuantity: 1e9 })).body.code).toBe('BUYER_LIMIT')
    const ten = await reserve({ ...wanted, reservationId: 'ten', ticketsQuantity: '10' })
    expect([ten.status, ten.body.ticketsQuantity, ten.body.method]).toEqual([201, 10, 'transfer'])
    await sale.ask('tickets', 'POST', '/cancel', { sessionId: 'ada', reservationId: 'ten' })
  })
  it('types that are none, ids that are none, and bodies that are none', async () => {
    expect((await reserve({ ...wanted, ticketsType: 'royal box' })).body.errors?.[0]?.field).toBe('ticketsType')
    expect((await reserve({ ...wanted, sessionId: '../x' })).body.errors?.[0]?.field).toBe('sessionId')
    expect((await reserve('{' as unknown as object)).status).toBe(400)
  })
  it('whoever was not admitted, and counts them', async () => {
    expect((await reserve({ ...wanted, sessionId: 'bob' })).body.code).toBe('TOKEN_OF_ANOTHER_SESSION')
    expect((await reserve(wanted, {})).status).toBe(401)
    expect((await reserve(wanted, { authorization: 'Bearer a.b.c' })).status).toBe(403)
    const { refused } = await sale.stock()
    expect(refused).toMatchObject({ NOT_ADMITTED: 1, TOKEN_FORGED: 1, TOKEN_OF_ANOTHER_SESSION: 1 })
  })
  it('another body under the same Idempotency-Key; a hundred retries are one order', async () => {
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': 'k1' }
    const first = await reserve(wanted, headers)
    expect(first.status).toBe(201)
    const more = await Promise.all(Array.from({ length: 100 }, () => reserve(wanted, headers)))
    expect(new Set(more.map(({ status, body }) => `${status} ${body.reservationId}`))).toEqual(new Set(['201 r-ada']))
    expect((await reserve({ ...wanted, ticketsQuantity: 2 }, headers)).status).toBe(422)
    expect((await sale.stock()).held).toBe(1)
  })
  it('a second payment: pressed fifty times, paid once', async () => {
    const pay = () =>
      sale.ask<{ payment: Payment }>('tickets', 'POST', '/checkout', {
        sessionId: 'ada',
        reservationId: 'r-ada',
        card: { number: '4242424242424242' },
      })
    const answers = await Promise.all(Array.from({ length: 50 }, pay))
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.payment.attempts}`))).toEqual(new Set(['202 1']))
    const late = await sale.ask<Refused>('payments', 'POST', '/api/r-ada/card', { number: '4000000000000002' })
    expect([late.status, late.body.code]).toEqual([409, 'WRONG_STATUS'])
  })
  it('callbacks that nobody signed, or somebody else, or long ago', async () => {
    const news = JSON.stringify({ reservationId: 'r-ada', status: 'authorized', attempts: 1 })
    const post = (headers: Record<string, string>) =>
      fetch(`${sale.urls.tickets}/payments/callback`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: news,
      })
    const forged = [{}, signedHeaders('x', news, 'whsec_guessed', Date.parse((await sale.sale()).now))]
    for (const headers of forged) expect((await post(headers)).status).toBe(401)
    expect((await sale.reservation('ada', 'r-ada')).status).toBe('paying')
    expect((await sale.stock()).refused['CALLBACK_FORGED']).toBe(2)
  })
  it('tickets for a transfer that did not arrive, though an event says so', async () => {
    const evil = await sale.admitted('eve')
    const large = { reservationId: 'r-eve', sessionId: 'eve', ticketsType: 'standing', ticketsQuantity: 12 }
    await reserve(large, { authorization: `Bearer ${evil}` })
    await sale.ask('tickets', 'POST', '/checkout', { sessionId: 'eve', reservationId: 'r-eve' })
    const heard = await fetch(`${sale.urls.tickets}/transfers`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'ce-specversion': '1.0',
        'ce-id': '1',
        'ce-source': 'mallory',
        'ce-type': 'MoneyTransfer.Accepted',
      },
      body: JSON.stringify({ sessionId: 'eve', reservationId: 'r-eve' }),
    })
    expect([heard.status, await heard.json()]).toEqual([200, { status: 'paying' }])
    const wrong = await sale.ask<Refused>('payments', 'POST', '/api/r-eve/transfer', { amount: 1 })
    expect([wrong.status, wrong.body.code]).toEqual([409, 'WRONG_AMOUNT'])
  })
  it('codes that were not issued', async () => {
    for (const code of ['', 'T1.e30.x', 'T1..']) {
      const { status, body } = await sale.ask<Refused>('tickets', 'POST', '/tickets/scan', { code })
      expect([status, body.code]).toEqual([403, 'CODE_FORGED'])
    }
  })
})

describe('a bot', () => {
  it('that joins ten thousand times has one place, and is told to stop', { timeout: 90_000 }, async () => {
    const statuses = new Map<number, number>()
    for (let round = 0; round < 100; round++) {
      const answers = await Promise.all(
        Array.from({ length: 100 }, () => sale.ask('queue', 'POST', '/join', { sessionId: 'bot' })),
      )
      for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    expect([...statuses].toSorted(([a], [b]) => a - b)).toEqual([
      [200, 100],
      [429, 9900],
    ])
    const { size, active, refusedJoins } = await sale.sale()
    expect(size + active).toBeLessThanOrEqual(3)
    expect(refusedJoins).toBe(9900)
  })
  it('with many sessions has as many places as one client may', async () => {
    const join = (number: number) =>
      sale.ask<Refused>('queue', 'POST', '/join', { sessionId: `b-${number}`, client: 'hash-1' })
    const answers = await Promise.all(Array.from({ length: 200 }, (_, number) => join(number)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3)
    expect(new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body.code))).toEqual(
      new Set(['TOO_MANY_PLACES']),
    )
  })
})

describe('payments', () => {
  it('take the original’s call, and its poll until true', async () => {
    const body = { reservationId: 'original', amount: 247.0, subject: 'null:x' }
    expect((await sale.ask<Payment>('payments', 'POST', '/api/', body)).body).toMatchObject({ amount: 24_700 })
    expect((await sale.ask('payments', 'GET', '/api/original')).body).toBe(false)
    await sale.advance(10_000)
    await waitFor(async () => (await sale.ask<unknown>('payments', 'GET', '/api/original')).body === true, {
      what: 'true',
    })
    const more = await sale.ask<Refused>('payments', 'POST', '/api/', { ...body, amount: 1 })
    expect([more.status, more.body.code]).toEqual([409, 'PAYMENT_DIFFERS'])
  })
})
