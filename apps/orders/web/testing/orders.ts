import type { Order, OrderHistoryEntry, OrderStatus } from '../../contract/order.ts'
import type { Payment } from '../../contract/payment.ts'

const customer = { name: 'Ada Winter', email: 'ada@example.com', phone: '+4915112345678' }
const items = [{ sku: 'POT-CLAY-1', name: 'Clay teapot, 1 l', price: 3450, quantity: 2 }]

export const at = (second: number): string => new Date(Date.UTC(2026, 10, 21, 12, 0, second)).toISOString()

export const applied = (
  second: number,
  event: string,
  from: OrderStatus | null,
  to: OrderStatus,
): OrderHistoryEntry => ({
  at: at(second),
  event,
  source: 'kafka',
  outcome: 'applied',
  from,
  to,
})

export function orderOf(status: OrderStatus, history: readonly OrderHistoryEntry[] = []): Order {
  return {
    orderId: 'o-1',
    status,
    customer,
    items,
    amount: 6900,
    currency: 'EUR',
    paymentId: 'pay_1',
    paymentUrl: 'http://payments.example/pay/pay_1',
    createdAt: at(0),
    updatedAt: at(9),
    history: [applied(0, 'created', null, 'created'), ...history],
  }
}

export function paymentOf(status: Payment['status'], attempts: Payment['attempts'] = []): Payment {
  return {
    paymentId: 'pay_1',
    orderId: 'o-1',
    status,
    amount: 6900,
    currency: 'EUR',
    customer,
    items,
    paymentUrl: 'http://payments.example/pay/pay_1',
    createdAt: at(0),
    expiresAt: at(1800),
    attempts,
    attemptsLeft: 3 - attempts.length,
    orderUrl: 'http://orders.example/track/o-1',
  }
}
