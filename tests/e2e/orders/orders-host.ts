import { startPlatform, type Platform } from '@millrace/testkit'

type Service = 'orders' | 'payments' | 'delivery' | 'notifications' | 'logging' | 'mobile' | 'email'

/** The platform with the orders system, as `npm start` runs it, on free ports. */
export interface OrdersHost {
  readonly platform: Platform
  readonly urls: Readonly<Record<Service, string>>
}

export async function startOrdersHost(args: readonly string[] = []): Promise<OrdersHost> {
  const platform = await startPlatform({ apps: 'orders', args: ['--app-ports', 'free', '--smtp', '0', ...args] })
  const { services } = platform.ready as unknown as { services: { orders: OrdersHost['urls'] } }
  return { platform, urls: services.orders }
}

export interface PlacedOrder {
  readonly orderId: string
  readonly paymentId: string
  readonly paymentUrl: string
}

/** @throws Error when the service refuses. */
export async function send<T>(
  url: string,
  body?: object,
  method = 'POST',
  headers: Record<string, string> = {},
): Promise<T> {
  const answer = await fetch(url, {
    method,
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
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
