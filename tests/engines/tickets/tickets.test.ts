import { systemClocks, systemRandom } from '@millrace/kernel'
import { startRouter } from '@millrace/router'
import { freePort, waitFor } from '@millrace/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Payment, Reservation } from '../../../apps/tickets/contract/shop.ts'
import { type Beside, type Hosted, hostSale } from '../../../apps/tickets/testing/hosted.ts'
import { unique } from '../harness/on-each-engine.ts'
import { onEachGateway } from '../zeebe/each-gateway.ts'

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const GOOD_CARD = { number: '4242424242424242' }

/** The sale with each version of its process: the engine is another one by its address alone. */
onEachGateway('the process TICKETS', (gateway) => {
  let sale: Hosted
  beforeAll(async () => {
    const router: Beside = async (shared) => {
      const port = await freePort()
      const url = `http://127.0.0.1:${port}`
      const environment = { ...shared, PORT: String(port), ZEEBE_ADDRESS: gateway().address, ROUTER_URL: url }
      const ports = { clocks: systemClocks(), random: systemRandom, log: silent }
      const { stop } = await startRouter(environment, ports)
      return { environment: { ROUTER_URL: url }, stop }
    }
    sale = await hostSale({ TICKETS_PER_BUYER: '100' }, router)
  })
  afterAll(() => sale?.stop())

  const deploy = async (version: number): Promise<void> => {
    const { status, body } = await sale.ask('tickets', 'POST', '/operator/process', { version })
    expect(status, JSON.stringify(body)).toBe(200)
  }
  const reserve = async (sessionId: string, quantity: number): Promise<void> => {
    const token = await sale.admitted(sessionId)
    const wanted = { sessionId, reservationId: `r-${sessionId}`, ticketsType: 'standing', ticketsQuantity: quantity }
    const headers = { authorization: `Bearer ${token}` }
    expect((await sale.ask<Reservation>('tickets', 'POST', '/reserve', wanted, headers)).status).toBe(201)
  }
  const checkout = (sessionId: string, card?: object) =>
    sale.ask<{ payment: Payment }>('tickets', 'POST', '/checkout', { sessionId, reservationId: `r-${sessionId}`, card })
  const pay = async (sessionId: string): Promise<void> => {
    await checkout(sessionId, GOOD_CARD)
    await sale.advance(10_000)
  }
  /** The instance that a session's arrival started. */
  const instanceOf = (sessionId: string): string | undefined => {
    const found = gateway()
      .records()
      .find(({ valueType, value }) => valueType === 'VARIABLE' && value['value'] === JSON.stringify(sessionId))
    return found === undefined ? undefined : String(found.value['processInstanceKey'])
  }
  const completed = (sessionId: string, element: string) =>
    waitFor(
      () =>
        gateway()
          .completed(instanceOf(sessionId) ?? '')
          .includes(element),
      {
        what: `${element} of ${sessionId}; done: ${gateway()
          .completed(instanceOf(sessionId) ?? '')
          .join(', ')}`,
        timeoutMs: 60_000,
      },
    )
  const emitted = (sessionId: string, type: string, count = 1) =>
    waitFor(() => byProcess(sessionId, type) >= count, { what: `${type} of ${sessionId}`, timeoutMs: 60_000 })
  const byProcess = (sessionId: string, type: string): number =>
    sale.observer.seen.filter(
      ({ type: each, source, data }) => each === type && source.startsWith('zeebe') && data['sessionId'] === sessionId,
    ).length
  const pass = async (ms: number): Promise<void> => {
    await gateway().setClock(gateway().now() + ms)
    await gateway().quiet()
  }

  it('follows a customer from the queue to the purchase (version 1)', async () => {
    await deploy(1)
    const ada = unique('ada')
    await reserve(ada, 2)
    await pay(ada)
    await completed(ada, 'TICKETS')
    expect(gateway().completed(instanceOf(ada) ?? '')).toEqual(
      expect.arrayContaining([
        'QueueExited',
        'TicketsReserved',
        'PaymentSent',
        'PaymentAuthorized',
        'TicketsPurchased',
      ]),
    )
  })

  it('reminds every ten seconds, and ends after two minutes (version 2)', async () => {
    await deploy(2)
    const bob = unique('bob')
    await reserve(bob, 2)
    await completed(bob, 'TicketsReserved')
    await gateway().quiet()
    await pass(10_000)
    await emitted(bob, 'Tickets.Reservation1MExpired')
    await pass(10_000)
    await emitted(bob, 'Tickets.Reservation1MExpired', 2)
    await pass(100_000)
    await emitted(bob, 'Tickets.ReservationTimedOut')
    await completed(bob, 'TimedOut')
    await sale.ask('tickets', 'POST', '/cancel', { sessionId: bob, reservationId: `r-${bob}` })
  })

  it('cleans up after who leaves, and lets the process issue (version 3)', async () => {
    await deploy(3)
    const [cleo, dan] = [unique('cleo'), unique('dan')]
    await reserve(cleo, 2)
    await emitted(cleo, 'Customer.FollowUpBooked')
    await sale.ask('queue', 'POST', '/abandon', { sessionId: cleo })
    await emitted(cleo, 'Session.CleanUp')
    await completed(cleo, 'Abandoned')
    await waitFor(async () => (await sale.reservation(cleo, `r-${cleo}`)).status === 'cancelled', {
      what: 'the release',
    })
    await reserve(dan, 3)
    await pay(dan)
    await emitted(dan, 'Tickets.Emitted')
    await completed(dan, 'TicketsPurchased')
    const { body } = await sale.ask<{ items: { reservationId: string }[] }>('tickets', 'GET', '/follow-ups')
    expect(body.items.map(({ reservationId }) => reservationId)).toEqual(
      expect.arrayContaining([`r-${cleo}`, `r-${dan}`]),
    )
  })

  it('waits for a bank transfer from ten tickets on, as a number, not as text (version 4)', async () => {
    await deploy(4)
    const [eve, finn] = [unique('eve'), unique('finn')]
    await reserve(eve, 10)
    await checkout(eve)
    expect((await sale.ask('payments', 'POST', `/api/r-${eve}/transfer`, {})).status).toBe(200)
    await completed(eve, 'LargePurchase')
    await reserve(finn, 9)
    await pay(finn)
    await completed(finn, 'TicketsPurchased')
  })

  it('takes quantities as the originals send them, as text (version 4)', async () => {
    const gil = unique('gil')
    await sale.admitted(gil)
    const data = { sessionId: gil, reservationId: `r-${gil}`, ticketsType: 'standing', ticketsQuantity: '2' }
    const headers = {
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-id': `CE-${gil}`,
      'ce-source': 'website',
      'ce-type': 'Tickets.Reserved',
      'ce-correlationkey': gil,
    }
    const body = JSON.stringify(JSON.stringify(data))
    expect((await fetch(`${sale.events}/default/default`, { method: 'POST', headers, body })).status).toBe(202)
    await completed(gil, 'ManyTickets')
    await waitFor(async () => (await sale.reservation(gil, `r-${gil}`)).status === 'held', { what: 'the hold' })
    await pay(gil)
    await completed(gil, 'TicketsPurchased')
  })
})
