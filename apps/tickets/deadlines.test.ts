import { seededRandom, virtualClocks } from '@millrace/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Deadlines } from './deadlines.ts'
import type { Model } from './ledger/change.ts'
import { LedgerStore } from './ledger/ledger-store.ts'
import { Ledger } from './ledger/ledger.ts'
import { start } from './payments/decide.ts'
import { PaymentsModel } from './payments/model.ts'
import { Till } from './payments/till.ts'
import { HoldKeeper } from './tickets/hold-keeper.ts'
import { TicketsModel, tables } from './tickets/model.ts'
import { offerOf } from './tickets/offer.ts'
import { checkout, paid } from './tickets/pay.ts'
import type { Payments } from './tickets/payments-client.ts'
import { reserve } from './tickets/reserve.ts'
import { Work } from './work.ts'

const START = 1_767_225_600_000
const MINUTE = 60_000
const warned: string[] = []
const log = {
  debug: () => {},
  info: () => {},
  warn: (_: unknown, text: string) => void warned.push(text),
  error: () => {},
}

/** A service whose outbox is full for as long as that is said. */
function service<M extends Model>(model: M) {
  const clocks = virtualClocks(START)
  const ports = { clocks, random: seededRandom(5), log }
  const outbox = { full: false }
  const ledger = new Ledger({
    store: new LedgerStore(undefined),
    model,
    ports,
    send: () => undefined,
    full: () => outbox.full,
  })
  const work = new Work(clocks)
  const pass = async (ms: number): Promise<void> => {
    await clocks.domain.advance(ms)
    await work.idle()
  }
  return { clocks, ports, outbox, ledger, work, pass, model }
}

describe('while nothing can be told', () => {
  const payments = { status: async () => undefined, end: async () => true, secretOf: () => '' }
  let shop: ReturnType<typeof service<TicketsModel>>
  let keeper: HoldKeeper
  const status = () => shop.model.orders.get('r')?.status

  beforeEach(async () => {
    warned.length = 0
    shop = service(new TicketsModel())
    const { model, ledger, ports, work } = shop
    const rules = { holdMs: 5 * MINUTE, perBuyer: 20 }
    const given = { reservationId: 'r', sessionId: 's', ticketsType: 'standing', ticketsQuantity: 2 } as const
    await ledger.change(() => ({
      puts: [{ table: tables.offer, key: 'current', value: offerOf('sale', 10) }],
      answer: undefined,
    }))
    await ledger.change((now) => reserve(model, { ...given, jti: undefined, announced: true }, rules, now))
    const settings = { reminderMs: MINUTE, pollMs: 1000 }
    keeper = new HoldKeeper({ model, ledger, ports, work, payments: payments as unknown as Payments, settings })
    keeper.start()
    shop.outbox.full = true
  })
  afterEach(() => {
    keeper.stop()
    shop.ledger.close()
  })

  it('a hold that ends then is ended when something can be told again', async () => {
    await shop.pass(6 * MINUTE)
    expect(status()).toBe('held')
    shop.outbox.full = false
    await shop.pass(5000)
    expect(status()).toBe('expired')
    expect(shop.model.stockOf('standing').held).toBe(0)
    expect(warned).toContain('something due waits, and others may')
  })

  it('what is paid is issued afterwards', async () => {
    const { ledger, model, outbox } = shop
    outbox.full = false
    const times = { paymentMs: MINUTE, transferMs: MINUTE }
    await ledger.change((now) => checkout(model, { reservationId: 'r', sessionId: 's', announced: true }, times, now))
    // The last that fits into the outbox is that it is paid.
    await ledger.change((now) => {
      const change = paid(model, 'r', now)
      outbox.full = true
      return { ...change, tell: [] }
    })
    await shop.work.idle()
    expect(status()).toBe('paid')
    outbox.full = false
    await shop.pass(5000)
    expect(status()).toBe('issued')
  })

  it('the bank’s answer to a card, and the end of a payment, are told afterwards', async () => {
    const { model, ledger, ports, work, outbox, pass } = service(new PaymentsModel())
    const till = new Till(model, ledger, ports, work)
    till.start()
    const callback = { url: 'http://127.0.0.1:1/', secret: 'whsec_0123456789abcdef' }
    const given = { amount: 500, method: 'card', expiresAt: START + MINUTE, callback } as const
    const card = { number: '4242424242424242' }
    await ledger.change((now) => start(model, { ...given, reservationId: 'a', card }, 1000, now))
    await ledger.change((now) => start(model, { ...given, reservationId: 'b' }, 1000, now))
    outbox.full = true
    await pass(MINUTE)
    expect([...model.payments.values()].map((payment) => payment.status)).toEqual(['processing', 'awaiting'])
    outbox.full = false
    await pass(5000)
    expect([...model.payments.values()].map((payment) => payment.status)).toEqual(['authorized', 'expired'])
    till.stop()
    ledger.close()
  })
})

it('a deed that fails is not done again when it was given another time meanwhile, nor after the end', async () => {
  const { ports, work, pass, ledger } = service(new PaymentsModel())
  const again: string[] = []
  const deadlines = new Deadlines(ports, work, (key) => void again.push(key))
  deadlines.now('moved', () => {
    deadlines.at('moved', START + MINUTE, async () => undefined)
    return Promise.reject(new Error('not now'))
  })
  deadlines.now('left', () => Promise.reject(new Error('not now')))
  await work.idle()
  await pass(5000)
  expect(again).toEqual(['left'])
  deadlines.now('late', () => Promise.reject(new Error('not now')))
  deadlines.stop()
  await pass(MINUTE)
  expect(again).toEqual(['left'])
  ledger.close()
})

it('what fails is warned of again once what failed before has nothing more to do', async () => {
  warned.length = 0
  const { ports, work, ledger } = service(new PaymentsModel())
  const deadlines = new Deadlines(ports, work, () => undefined)
  const fail = async (key: string): Promise<number> => {
    deadlines.now(key, () => Promise.reject(new Error('not now')))
    await work.idle()
    return warned.length
  }
  expect([await fail('a'), await fail('b')]).toEqual([1, 1])
  deadlines.clear('a')
  expect(await fail('c')).toBe(1)
  deadlines.clear('b')
  deadlines.clear('c')
  expect(await fail('d')).toBe(2)
  deadlines.stop()
  ledger.close()
})
