import { describe, expect, it } from 'vitest'
import { applied, at, orderOf } from '../testing/orders.ts'
import { ignored, journey } from './journey.ts'

const states = (order: Parameters<typeof journey>[0]) => journey(order).map(({ state }) => state)

describe('the journey of an order', () => {
  it('begins with the order and its payment, and waits for the payment to be made', () =>
    expect(states(orderOf('created'))).toEqual(['done', 'done', 'next', 'ahead', 'ahead', 'ahead', 'ahead']))

  it('goes through all seven stages, each with the time of its event', () => {
    const order = orderOf('delivered', [
      applied(1, 'payments-made', 'created', 'readyToShip'),
      applied(2, 'delivery-shipping', 'readyToShip', 'shipping'),
      applied(3, 'delivery-shipped', 'shipping', 'shipped'),
      applied(4, 'delivery-delivered', 'shipped', 'delivered'),
    ])
    expect(journey(order).map(({ stage, at }) => [stage, at])).toEqual(
      [
        ['orderCreated', at(0)],
        ['paymentCreated', at(0)],
        ['paymentMade', at(1)],
        ['readyToShip', at(1)],
        ['shipping', at(2)],
        ['shipped', at(3)],
        ['delivered', at(4)],
      ].map(([stage, time]) => [stage, Date.parse(time ?? '')]),
    )
  })

  it.each(['cancelled', 'paymentFailed'] as const)('never reaches the rest when it is %s', (status) =>
    expect(states(orderOf(status, [applied(1, status, 'created', status)])).slice(1)).toEqual([
      'done',
      ...Array.from({ length: 5 }, () => 'never'),
    ]),
  )

  it('counts what was ignored, repetitions too, and takes no stage from it', () => {
    const entry = { ...applied(1, 'delivery-shipped', 'created', 'shipped'), outcome: 'ignored' } as const
    const order = orderOf('created', [{ ...entry, count: 3 }, entry])
    expect(ignored(order.history)).toBe(4)
    expect(states(order)[5]).toBe('ahead')
  })
})
