import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type OrderStatus, orderStatuses } from '../contract/order.ts'
import { advance } from './status.ts'

const PATH: readonly OrderStatus[] = ['created', 'readyToShip', 'shipping', 'shipped', 'delivered']
const status = fc.constantFrom(...orderStatuses)

it('takes the stages one after the other', () => {
  for (const [at, from] of PATH.slice(0, -1).entries())
    expect(advance(from, PATH[at + 1] as OrderStatus)).toEqual({ kind: 'applied', through: [PATH[at + 1]] })
})

it.each([
  ['delivered', 'created', 'unpaid'],
  ['shipping', 'created', 'unpaid'],
  ['shipping', 'delivered', 'late'],
  ['readyToShip', 'readyToShip', 'repeated'],
  ['readyToShip', 'cancelled', 'ended'],
  ['delivered', 'paymentFailed', 'ended'],
  ['cancelled', 'shipping', 'late'],
  ['paymentFailed', 'readyToShip', 'late'],
] as const)('ignores %s for an order that is %s: %s', (to, from, why) => {
  expect(advance(from, to)).toMatchObject({ kind: 'ignored', why })
})

it('passes the stages in between when an event has overtaken another', () => {
  expect(advance('readyToShip', 'delivered')).toEqual({
    kind: 'applied',
    through: ['shipping', 'shipped', 'delivered'],
  })
})

it('never goes back, never leaves an end, and passes every stage once, whatever comes in whatever order', () => {
  fc.assert(
    fc.property(fc.array(status, { maxLength: 30 }), (events) => {
      const passed: OrderStatus[] = ['created']
      for (const to of events) {
        const step = advance(passed.at(-1) as OrderStatus, to)
        if (step.kind === 'applied') passed.push(...step.through)
      }
      const ends = passed.findIndex((each) => !PATH.includes(each))
      expect(ends === -1 || (ends === 1 && passed.length === 2)).toBe(true)
      const onPath = passed.filter((each) => PATH.includes(each))
      expect(onPath).toEqual(PATH.slice(0, onPath.length))
    }),
  )
})
