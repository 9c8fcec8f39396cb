import type { Answer, Caller } from './caller.ts'
import { statusOf } from './shown.ts'

const customer = { name: 'Ada', email: 'ada@example.org' }
const GOOD = '4242424242424242'

/** What one who orders does; both give the order's id, or wait for its status. */
export interface Shopper {
  order(product: string, way: string, card?: string): Promise<string>
  comesTo(orderId: string, status: string): Promise<Answer>
}

export function shopperOf(call: Caller): Shopper {
  return {
    order: async (product, way, card = GOOD) => {
      const body = { customer, product, card, way }
      const made = await call.send('POST', 'shop', '/orders', body, ({ orderId, status }) => [
        `${String(orderId)} ${String(status)}`,
      ])
      return String(made['orderId'])
    },
    comesTo: (id, status) => call.until('shop', `/orders/${id}`, (answer) => answer['status'] === status, statusOf),
  }
}
