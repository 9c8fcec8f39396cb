import { expect, it } from 'vitest'
import type { DeskOrder } from '../../contract/desk.ts'
import type { OrderStatus } from '../../contract/order.ts'
import { fits, isOpen } from './filter.ts'

const order = (status: OrderStatus, incidents = 0) =>
  ({ status, incidents: Array.from({ length: incidents }, () => ({})) }) as unknown as DeskOrder

it('takes an order that has come to an end as no longer under way', () => {
  const ended = (['fulfilled', 'sold out', 'not fulfilled', 'cancelled'] as const).map((status) => isOpen({ status }))
  expect(ended).toEqual([false, false, false, false])
  expect(fits(order('declined'), 'open')).toBe(true)
})

it('keeps an order with an incident in sight also when it is shipped', () => {
  expect(fits(order('fulfilled', 1), 'incident')).toBe(true)
  expect(fits(order('fulfilled'), 'incident')).toBe(false)
})
