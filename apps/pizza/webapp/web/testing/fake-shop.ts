import { fakeService } from '@millrace/ui/testing/service'
import type { Order } from '../../../contract/order.ts'

/** The shop's API for the tests of a page, to somebody who is logged in. */
export const fakeShop = () => fakeService({ 'GET /api/session': { username: 'Ada', customerId: 'a1' } })

export const orderOf = (status: number, more: Partial<Order> = {}): Order => ({
  orderId: '1a2b3c4d',
  status,
  text: `status ${status}`,
  stage: status,
  since: '2026-01-01T00:00:00.000Z',
  passages: [],
  username: '<script>alert(1)</script>',
  pizza: { sauce: 'Pesto', cheese: 'Gouda', main_topping: 'Pork', extra_toppings: ['Egg'] },
  ...more,
})
