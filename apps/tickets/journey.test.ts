import { waitFor } from '@millrace/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Payment, Reservation } from './contract/shop.ts'
import { type Hosted, hostSale } from './testing/hosted.ts'

let sale: Hosted
beforeAll(async () => {
  sale = await hostSale({ TICKETS_CAPACITY: '100' })
})
afterAll(() => sale?.stop())

const good = { number: '4242 4242 4242 4242' }
const bad = { number: '4000 0000 0000 0002' }

async function reserve(
  sessionId: string,
  token: string,
  quantity: number | string = 2,
  reservationId = `r-${sessionId}`,
) {
  const body = { reservationId, sessionId, ticketsType: 'standing', ticketsQuantity: quantity }
  return sale.ask<Reservation & { code?: string }>('tickets', 'POST', '/reserve', body, {
    authorization: `Bearer ${token}`,
  })
}
const checkout = (sessionId: string, card?: object) =>
  sale.ask<{ reservation: Reservation; payment: Payment }>('tickets', 'POST', '/checkout', {
    sessionId,
    reservationId: `r-${sessionId}`,
    ...(card !== undefined && { card }),
  })
const status = async (sessionId: string) => (await sale.reservation(sessionId, `r-${sessionId}`)).status
const reached = (sessionId: string, wanted: string) =>
  waitFor(async () => (await status(sessionId)) === wanted, { what: `${sessionId} ${wanted}` })
const told = (sessionId: string, types: readonly string[]) =>
  waitFor(() => types.every((type) => sale.observer.of(sessionId).includes(type)), {
    what: `${types.join(', ')} of ${sessionId}; heard ${sale.observer.of(sessionId).join(', ')}`,
  })

describe('the ticket sale', { timeout: 60_000 }, () => {
  it('sells: joined, admitted, reserved, paid after ten seconds, issued, let in once', async () => {
    const token = await sale.admitted('ada')
    const reserved = await reserve('ada', token)
    expect([reserved.status, reserved.body]).toMatchObject([201, { status: 'held', amount: 24_700, currency: 'EUR' }])
    expect((await reserve('ada', token)).status).toBe(200)
    const begun = await checkout('ada', good)
    expect([begun.status, begun.body]).toMatchObject([
      202,
      { payment: { status: 'processing' }, reservation: { status: 'paying' } },
    ])
    expect((await sale.ask('payments', 'GET', '/api/r-ada')).body).toBe(false)
    await sale.advance(9_000)
    expect(await status('ada')).toBe('paying')
    await sale.advance(1_000)
    await reached('ada', 'issued')
    expect((await sale.ask('payments', 'GET', '/api/r-ada')).body).toBe(true)
    const { tickets } = await sale.reservation('ada', 'r-ada')
    expect(tickets.map(({ ticketId }) => ticketId)).toEqual(['r-ada.1', 'r-ada.2'])
    const scan = () => sale.ask('tickets', 'POST', '/tickets/scan', { code: tickets[0]?.code })
    expect([(await scan()).status, (await scan()).body['code']]).toEqual([200, 'SCANNED_ALREADY'])
    await told('ada', [
      'Queue.CustomerJoined',
      'Queue.CustomerExited',
      'Tickets.Reserved',
      'Tickets.PaymentRequested',
      'Tickets.PaymentsAuthorized',
      'Tickets.Emitted',
    ])
    await waitFor(async () => (await sale.place('ada')).status === 'finished', { what: 'the slot to be free' })
    expect((await reserve('ada', token, 1, 'again')).body.code).toBe('TOKEN_SPENT')
  })

  it('reminds after a minute, and after two the tickets are back', async () => {
    const token = await sale.admitted('bob')
    await reserve('bob', token)
    const before = await sale.stock()
    await sale.advance(60_000)
    await told('bob', ['Tickets.Reservation1MExpired'])
    await sale.advance(59_000)
    expect(await status('bob')).toBe('held')
    await sale.advance(1_000)
    await reached('bob', 'expired')
    await told('bob', ['Tickets.ReservationTimedOut'])
    const after = await sale.stock()
    expect(after.available).toBe(before.available + 2)
    expect((await checkout('bob', good)).status).toBe(410)
  })

  it('lets another card be tried after a decline, and gives up after three', async () => {
    const token = await sale.admitted('cleo')
    await reserve('cleo', token)
    for (let times = 1; times <= 3; times++) {
      expect((await checkout('cleo', bad)).body.payment).toMatchObject({ status: 'processing', attempts: times })
      await sale.advance(10_000)
      await reached('cleo', times < 3 ? 'held' : 'failed')
    }
    await told('cleo', ['Notifications.Requested'])
    expect((await sale.stock()).held).toBe(0)
  })

  it('lets a card that never answers expire', async () => {
    const token = await sale.admitted('dan')
    await reserve('dan', token)
    await checkout('dan', { number: '4000 0000 0000 0341' })
    await sale.advance(121_000)
    await reached('dan', 'expired')
    expect((await sale.ask<Payment>('payments', 'GET', '/api/r-dan/status')).body.status).toMatch(/expired|cancelled/u)
  })

  it('sells ten and more by bank transfer, within a day', async () => {
    const token = await sale.admitted('eve')
    await reserve('eve', token, 12)
    const { payment } = (await checkout('eve')).body
    expect(payment).toMatchObject({ method: 'transfer', status: 'awaiting', amount: 148_200 })
    expect(payment.reference).toMatch(/^MR-/u)
    await sale.advance(3_600_000)
    expect(await status('eve')).toBe('paying')
    const arrived = await sale.ask('payments', 'POST', '/api/r-eve/transfer', { amount: 148_200 })
    expect(arrived.status).toBe(200)
    await reached('eve', 'issued')
    await told('eve', ['MoneyTransfer.Accepted', 'Tickets.PaymentsAuthorized', 'Tickets.Emitted'])
    expect((await sale.reservation('eve', 'r-eve')).tickets).toHaveLength(12)
  })

  it('asks after a payment whose callback never comes', async () => {
    const token = await sale.admitted('hal')
    await reserve('hal', token)
    // Begun by somebody else, without an address to call back.
    const begun = { reservationId: 'r-hal', amount: 24_700, method: 'card', card: good }
    expect((await sale.ask('payments', 'POST', '/api/', begun)).status).toBe(201)
    await checkout('hal')
    await sale.advance(16_000)
    await reached('hal', 'issued')
  })

  it('begins a transfer that could not be begun at once, seconds later', async () => {
    const token = await sale.admitted('ivy')
    await reserve('ivy', token, 10)
    // As if the service had died between its own note and its call.
    await sale.ask('tickets', 'POST', '/checkout', { sessionId: 'ivy', reservationId: 'r-ivy' })
    await sale.ask('payments', 'POST', '/operator/reset', {})
    expect((await sale.ask('payments', 'GET', '/api/r-ivy/status')).status).toBe(404)
    await sale.advance(6000)
    expect((await sale.ask<Payment>('payments', 'GET', '/api/r-ivy/status')).body).toMatchObject({ status: 'awaiting' })
    await sale.ask('tickets', 'POST', '/cancel', { sessionId: 'ivy', reservationId: 'r-ivy' })
  })

  it('gives back at once what somebody held who left', async () => {
    const token = await sale.admitted('finn')
    await reserve('finn', token)
    await sale.ask('queue', 'POST', '/abandon', { sessionId: 'finn' })
    await reached('finn', 'cancelled')
    expect((await sale.place('finn')).status).toBe('abandoned')
  })

  it('works by events alone, as the originals’ page does it: the same id and source, data encoded twice', async () => {
    const send = async (type: string, key: string, data: object) => {
      const headers = {
        'content-type': 'application/json',
        'ce-id': 'CE-gil',
        'ce-source': 'website',
        'ce-specversion': '1.0',
        'ce-type': type,
        'ce-correlationkey': key,
      }
      const body = JSON.stringify(JSON.stringify(data))
      expect((await fetch(`${sale.events}/default/default`, { method: 'POST', headers, body })).status).toBe(202)
    }
    await send('Queue.CustomerJoined', 'gil', { sessionId: 'gil' })
    await waitFor(async () => (await sale.place('gil')).position >= 0, { what: 'gil to have a place' })
    await sale.admitted('gil')
    const tickets = { sessionId: 'gil', reservationId: 'r-gil', ticketsType: 'far away', ticketsQuantity: '2' }
    // The two go by triggers of their own: what asks for the payment may overtake the reservation.
    await send('Tickets.PaymentRequested', 'r-gil', { sessionId: 'gil', reservationId: 'r-gil', cc: '1111' })
    await send('Tickets.Reserved', 'gil', tickets)
    await reached('gil', 'paying')
    await waitFor(async () => (await sale.ask('payments', 'GET', '/api/r-gil/status')).status === 200, {
      what: 'the payment',
    })
    await sale.advance(10_000)
    await reached('gil', 'issued')
    expect(sale.observer.of('gil').filter((type) => type === 'Tickets.Reserved')).toHaveLength(1)
  })

  it('keeps available + held + sold at the capacity', async () => {
    const { available, held, sold, capacity, types } = await sale.stock()
    expect(available + held + sold).toBe(capacity)
    for (const type of types) expect(type.available + type.held + type.sold).toBe(type.capacity)
  })
})
