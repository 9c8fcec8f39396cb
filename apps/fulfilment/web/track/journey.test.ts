import { expect, it } from 'vitest'
import type { OrderStatus } from '../../contract/order.ts'
import { journey } from './journey.ts'

const through = (...statuses: OrderStatus[]) =>
  journey({
    status: statuses.at(-1) ?? 'placed',
    history: statuses.map((status, at) => ({ status, at })),
  }).map(({ status, state }) => `${status}: ${state}`)

it('shows what is done, what is next and what is ahead', () => {
  expect(through('placed', 'customer known')).toEqual([
    'placed: done',
    'customer known: done',
    'reserved: next',
    'in hand: ahead',
    'charged: ahead',
    'fulfilled: ahead',
  ])
})

it('has nothing ahead of an order that is shipped or sold out', () => {
  expect(through('placed', 'customer known', 'reserved', 'in hand', 'charged', 'fulfilled').at(-1)).toBe(
    'fulfilled: done',
  )
  expect(through('placed', 'customer known', 'sold out').slice(-1)).toEqual(['sold out: failed'])
})

it('puts the piece back after a declined card', () => {
  expect(through('placed', 'in hand', 'declined').slice(-2)).toEqual(['declined: failed', 'not fulfilled: next'])
  expect(through('placed', 'in hand', 'declined', 'not fulfilled').slice(-2)).toEqual([
    'declined: failed',
    'not fulfilled: done',
  ])
})
