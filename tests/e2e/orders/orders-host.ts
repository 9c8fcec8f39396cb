import { type AppHost, type AppHostOptions, startAppHost } from '../harness/app-host.ts'
import { send } from '../harness/send.ts'

type Service = 'orders' | 'payments' | 'delivery' | 'notifications' | 'logging' | 'mobile' | 'email'

export type OrdersHost = AppHost<Service>

export const startOrdersHost = (options: AppHostOptions = {}): Promise<OrdersHost> => startAppHost('orders', options)

export interface PlacedOrder {
  readonly orderId: string
  readonly paymentId: string
  readonly paymentUrl: string
}

export const ada = { name: 'Ada Winter', email: 'ada@example.com', phone: '+4915112345678' }

/** An order of a pot and two packets of tea. */
export function placeOrder({ urls }: OrdersHost, customer = ada): Promise<PlacedOrder> {
  const items = [
    { sku: 'POT-CLAY-1', quantity: 1 },
    { sku: 'TEA-GREEN-100', quantity: 2 },
  ]
  return send(`${urls.orders}/orders`, { customer, items })
}

export const cards = {
  approved: '4242424242424242',
  challenged: '4000002760003184',
  declined: '4000000000000002',
  stolen: '4000000000009979',
} as const

export function pay({ urls }: OrdersHost, { paymentId }: PlacedOrder): Promise<unknown> {
  const card = { number: cards.approved, expiryMonth: 12, expiryYear: 2034, cvc: '123' }
  return send(`${urls.payments}/payments/${paymentId}/pay`, card)
}
