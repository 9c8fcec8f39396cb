import { seededRandom } from '@millrace/kernel'
import { expect, it } from 'vitest'
import type { Change } from '../ledger/change.ts'
import { admit, join, leave, open } from './decide.ts'
import { QueueModel, tables } from './model.ts'
import { type RoomView, placeOf, saleOf } from './place.ts'
import { newRoom } from './room.ts'
import { Statistics } from './statistics.ts'
import { StockWatch } from './stock-watch.ts'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const random = seededRandom(3)

class KnownStock extends StockWatch {
  readonly #left: number
  constructor(left: number) {
    super('http://127.0.0.1:1', log)
    this.#left = left
  }
  override get stillToCome(): number {
    return this.#left
  }
}

function room(left = 1000) {
  const model = new QueueModel()
  const done = <A>(change: Change<A>): A => {
    for (const put of change.puts ?? []) model.apply(put)
    return change.answer
  }
  model.apply({ table: tables.room, key: 'current', value: newRoom(random, 0, { rate: 60, maxActive: 10 }) })
  done(open(model, 0))
  const statistics = new Statistics()
  const view: RoomView = { model, statistics, stock: new KnownStock(left), now: () => 0, token: () => 'token' }
  const come = (count: number): void => {
    for (let at = 0; at < count; at++) {
      done(join(model, { sessionId: `p${model.arrivals + 1}`, announced: false }, 0, 0))
    }
  }
  return { view, done, come, model }
}

it('says who is in front, and how long that takes at the rate of the room', () => {
  const { view, come } = room()
  come(120)
  const place = placeOf(view, 'p60')
  expect(place).toMatchObject({ status: 'waiting', position: 60, ahead: 59, size: 120, number: 60, unlikely: false })
  expect(place.estimate).toEqual({ p50: 60_000, p90: 97_000 })
  expect(place.waitTime).toBe(1)
})

it('counts nobody who has left, and reckons that others will leave too', () => {
  const { view, come, done, model } = room()
  come(100)
  for (let at = 1; at <= 50; at++) done(leave(model, `p${at}`, 'lapsed', false, 1))
  for (let at = 0; at < 25; at++) done(admit(model, { tokenMs: 1000, kid: 'k', random }, 1))
  expect(placeOf(view, 'p100')).toMatchObject({ position: 25, ahead: 24 })
  const { estimate } = placeOf(view, 'p100')
  // 50 of 75 who left the line did not get in.
  expect(estimate).toMatchObject({ p50: Math.round((25 * (1 - 50 / 75) * 60_000) / 60) })
})

it('is honest: unlikely beyond the tickets, paused while paused, unknown at no rate', () => {
  const { view, come, model } = room(10)
  come(20)
  expect([placeOf(view, 'p10').unlikely, placeOf(view, 'p11').unlikely]).toEqual([false, true])
  model.apply({ table: tables.room, key: 'current', value: { ...model.room, paused: true } })
  expect([placeOf(view, 'p10').estimate, placeOf(view, 'p10').waitTime]).toEqual(['paused', -1])
  model.apply({ table: tables.room, key: 'current', value: { ...model.room, paused: false, rate: 0 } })
  expect(placeOf(view, 'p10').estimate).toBe('unknown')
})

it('gives a token to the admitted alone, and -1 to whoever never joined', () => {
  const { view, come, done, model } = room()
  come(2)
  done(admit(model, { tokenMs: 1000, kid: 'k', random }, 1))
  expect(placeOf(view, 'p1')).toMatchObject({ status: 'admitted', position: 0, token: 'token' })
  expect(placeOf(view, 'p2').token).toBeUndefined()
  expect(placeOf(view, 'nobody')).toMatchObject({ status: 'unknown', position: -1, waitTime: -1 })
  expect(saleOf(view)).toMatchObject({ waiting: 1, active: 1, admittedTotal: 1, size: 1, state: 'open' })
})

it('follows how fast people really enter, once ten have', () => {
  const statistics = new Statistics()
  statistics.entered([100, 200], 0)
  expect([statistics.entering, statistics.wait]).toEqual([undefined, 'unknown'])
  for (let second = 1; second <= 600; second++) statistics.entered([1000, 3000], second * 1000)
  expect(statistics.entering).toBeCloseTo(120, 0)
  expect(statistics.wait).toEqual({ p50: 3000, p95: 3000 })
})
