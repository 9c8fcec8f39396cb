import { below, seededRandom } from '@millrace/kernel'
import { Problem } from '@millrace/client/http'
import { expect, it } from 'vitest'
import { ticketsTypes } from '../contract/shop.ts'
import type { Change } from '../ledger/change.ts'
import { TicketsModel, tables } from './model.ts'
import { offerOf } from './offer.ts'
import { checkout, declined, issue, paid, release, remind } from './pay.ts'
import { reserve } from './reserve.ts'

const rules = { holdMs: 100, perBuyer: 20 }
const times = { paymentMs: 100, transferMs: 1000 }

function shop(capacity: number): TicketsModel {
  const model = new TicketsModel()
  model.apply({ table: tables.offer, key: 'current', value: offerOf('s', capacity) })
  return model
}
function done<A>(model: TicketsModel, change: Change<A>): A {
  for (const put of change.puts ?? []) model.apply(put)
  return change.answer
}
const hold = (model: TicketsModel, number: number, quantity: number, type = 0) =>
  done(
    model,
    reserve(
      model,
      {
        reservationId: `r${number}`,
        sessionId: `s${number}`,
        ticketsType: ticketsTypes[type] ?? 'standing',
        ticketsQuantity: quantity,
        jti: undefined,
        announced: false,
      },
      rules,
      0,
    ),
  )
const code = (run: () => unknown): unknown => {
  try {
    run()
  } catch (error) {
    return error instanceof Problem ? error.details.code : error
  }
  return 'done'
}

it('adds up after each of a million random steps, and never sells what is not there', { timeout: 120_000 }, () => {
  const seed = 20_261
  const random = seededRandom(seed)
  const model = shop(40)
  const ids = 60
  const steps: readonly ((id: string, number: number) => Change<unknown>)[] = [
    (id, number) =>
      reserve(
        model,
        {
          reservationId: id,
          sessionId: `s${number}`,
          ticketsType: ticketsTypes[below(random, 4)] ?? 'standing',
          ticketsQuantity: 1 + below(random, 12),
          jti: undefined,
          announced: false,
        },
        rules,
        0,
      ),
    (id, number) => checkout(model, { reservationId: id, sessionId: `s${number}`, announced: false }, times, 0),
    (id) => paid(model, id, 0),
    (id) => declined(model, { reservationId: id, reason: 'no', attempt: 1 + below(random, 3) }, 0),
    (id) => issue(model, id, 0),
    (id) => release(model, id, 'expired', 'late', 0),
    (id) => release(model, id, 'cancelled', 'left', 0),
    (id) => remind(model, id, 0),
    // The order is of the past: its id may be used again.
    (id) => ({ puts: [{ table: tables.orders, key: id, value: undefined }], answer: undefined }),
  ]
  let wrong = 0
  for (let step = 0; step < 1_000_000; step++) {
    const number = below(random, ids)
    const act = steps[below(random, steps.length)]
    try {
      done(model, act?.(`r${number}`, number) ?? { answer: undefined })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
    for (const type of ticketsTypes) {
      const { available, held, sold, capacity } = model.stockOf(type)
      if (available < 0 || held < 0 || sold < 0 || available + held + sold !== capacity) wrong += 1
    }
  }
  expect([seed, wrong]).toEqual([seed, 0])
})

it('tells each step: the stock can be computed from the events alone', () => {
  const seed = 77
  const random = seededRandom(seed)
  const model = shop(60)
  const told = new Map<string, { quantity: number; claim: 'held' | 'sold' | 'none' }>()
  const claims: Readonly<Record<string, 'held' | 'sold' | 'none'>> = {
    'Tickets.Reserved': 'held',
    'Tickets.PaymentsAuthorized': 'sold',
    'Tickets.Emitted': 'sold',
    'Tickets.ReservationTimedOut': 'none',
    failed: 'none',
    cancelled: 'none',
    refunded: 'none',
  }
  const hear = (change: Change<unknown>): void => {
    for (const { kind, body } of change.tell ?? []) {
      if (kind !== 'event') continue
      const { type, data } = body as {
        type: string
        data: { reservationId: string; kind?: string; ticketsQuantity?: number }
      }
      const before = told.get(data.reservationId)
      const claim = claims[data.kind ?? type] ?? before?.claim ?? 'none'
      told.set(data.reservationId, { quantity: data.ticketsQuantity ?? before?.quantity ?? 0, claim })
    }
  }
  const act = (change: () => Change<unknown>): void => {
    try {
      const made = change()
      done(model, made)
      hear(made)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
  }
  for (let number = 0; number < 20_000; number++) {
    const id = below(random, number + 1)
    const [reservationId, sessionId] = [`r${id}`, `s${id}`]
    const ticketsType = ticketsTypes[below(random, 4)] ?? 'standing'
    const ticketsQuantity = 1 + below(random, 5)
    const command = { reservationId, sessionId, ticketsType, ticketsQuantity, jti: undefined, announced: false }
    act(() => reserve(model, command, rules, 0))
    const steps = [
      () => checkout(model, { reservationId, sessionId, announced: false }, times, 0),
      () => paid(model, reservationId, 0),
      () => declined(model, { reservationId, reason: 'no', attempt: 1 + below(random, 3) }, 0),
      () => issue(model, reservationId, 0),
      () => release(model, reservationId, 'expired', 'late', 0),
      () => release(model, reservationId, 'cancelled', 'left', 0),
    ]
    for (let more = below(random, 4); more > 0; more--)
      act(steps[below(random, steps.length)] ?? (() => ({ answer: 0 })))
  }
  const sum = (claim: string): number =>
    [...told.values()].reduce((total, each) => total + (each.claim === claim ? each.quantity : 0), 0)
  const stock = ticketsTypes.map((type) => model.stockOf(type))
  expect([seed, sum('held'), sum('sold')]).toEqual([
    seed,
    stock.reduce((total, { held }) => total + held, 0),
    stock.reduce((total, { sold }) => total + sold, 0),
  ])
})

it('sells exactly a hundred tickets to a thousand buyers', () => {
  const model = shop(250)
  const outcomes = Array.from({ length: 1000 }, (_, number) => code(() => hold(model, number, 1)))
  expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(100)
  expect(outcomes.filter((outcome) => outcome === 'SOLD_OUT')).toHaveLength(900)
  expect(model.stockOf('standing')).toMatchObject({ available: 0, held: 100, capacity: 100 })
})

it('holds all of the tickets or none, one reservation at a time, and no more than a buyer may have', () => {
  const model = shop(20)
  expect(code(() => hold(model, 1, 9))).toBe('SOLD_OUT')
  expect(model.stockOf('standing').held).toBe(0)
  hold(model, 1, 2)
  const again = {
    sessionId: 's1',
    ticketsType: 'standing',
    ticketsQuantity: 1,
    jti: undefined,
    announced: false,
  } as const
  expect(code(() => reserve(model, { ...again, reservationId: 'r2' }, rules, 0))).toBe('ONE_AT_A_TIME')
  expect(code(() => reserve(model, { ...again, reservationId: 'r1' }, rules, 0))).toBe('RESERVATION_ID_USED')
  expect(code(() => hold(shop(2000), 3, 21))).toBe('BUYER_LIMIT')
})

it('takes tickets again, or gives the money back, when it comes after the hold has ended', () => {
  const model = shop(10)
  const lapse = (number: number) => {
    hold(model, number, 4)
    done(model, checkout(model, { reservationId: `r${number}`, sessionId: `s${number}`, announced: false }, times, 0))
    done(model, release(model, `r${number}`, 'expired', 'late', 200))
  }
  lapse(1)
  expect(done(model, paid(model, 'r1', 300))).toMatchObject({ status: 'paid' })
  model.apply({ table: tables.orders, key: 'r1', value: undefined })
  lapse(2)
  hold(model, 3, 2)
  const late = paid(model, 'r2', 300)
  expect(late.answer).toMatchObject({ status: 'refunded' })
  expect(late.tell?.map(({ kind }) => kind)).toEqual(['payment.refund', 'event'])
})

it('ignores news of an earlier card, and news that come twice', () => {
  const model = shop(10)
  hold(model, 1, 1)
  const pay = () => done(model, checkout(model, { reservationId: 'r1', sessionId: 's1', announced: false }, times, 0))
  pay()
  expect(done(model, declined(model, { reservationId: 'r1', reason: 'no', attempt: 1 }, 1))).toMatchObject({
    status: 'held',
  })
  pay()
  expect(done(model, declined(model, { reservationId: 'r1', reason: 'no', attempt: 1 }, 1))).toMatchObject({
    status: 'paying',
  })
  done(model, paid(model, 'r1', 2))
  const once = issue(model, 'r1', 3)
  done(model, once)
  expect([once.tell?.length, issue(model, 'r1', 4).tell, paid(model, 'r1', 5).tell]).toEqual([1, undefined, undefined])
})

it('counts a card that was tried twice as two, and never waits for news that were passed over', () => {
  const model = shop(10)
  hold(model, 1, 1)
  const pay = () => done(model, checkout(model, { reservationId: 'r1', sessionId: 's1', announced: false }, times, 0))
  const news = (attempt: number) => done(model, declined(model, { reservationId: 'r1', reason: 'no', attempt }, 1))
  pay()
  expect(news(1)).toMatchObject({ status: 'held', declined: 1 })
  expect(news(2)).toMatchObject({ status: 'held', declined: 1 })
  pay()
  expect(news(3)).toMatchObject({ status: 'failed', declined: 3 })
})

it.each([
  ['checkout of what has ended', 'cancelled', 'HOLD_ENDED'],
  ['checkout of what is unknown', undefined, 'UNKNOWN_RESERVATION'],
])('refuses %s', (_what, status, expected) => {
  const model = shop(10)
  hold(model, 1, 1)
  if (status !== undefined) done(model, release(model, 'r1', 'cancelled', 'x', 1))
  const reservationId = status === undefined ? 'r9' : 'r1'
  expect(code(() => checkout(model, { reservationId, sessionId: 's1', announced: false }, times, 2))).toBe(expected)
  expect(code(() => checkout(model, { reservationId: 'r1', sessionId: 'other', announced: false }, times, 2))).toBe(
    'UNKNOWN_RESERVATION',
  )
})
