import { setTimeout as sleep } from 'node:timers/promises'
import { patient } from '../store/patient-http.ts'
import type { FulfilmentFleet } from './fleet.ts'

export const PRODUCTS = ['Limited Edition Zeebe T-shirt', 'Camunda Escalation Ale', 'Real-Life BPMN Book'] as const

const WAYS = ['messages', 'watched', 'direct'] as const
const GOOD = '4242424242424242'
const DECLINED = '4000000000000002'
/** Every so many orders one has a card that is declined. */
const DECLINED_EVERY = 7
const ENDS: ReadonlySet<unknown> = new Set(['fulfilled', 'sold out', 'not fulfilled'])
const STUCK_AFTER_MS = 180_000
const LOOK_EVERY_MS = 250

export interface Bought {
  readonly orderId: string
  readonly product: string
  readonly end: string
}

/** Orders one piece and waits until the order has come to an end. @throws Error when it does not. */
export async function buy({ urls }: FulfilmentFleet, number: number): Promise<Bought> {
  const product = PRODUCTS[number % PRODUCTS.length] ?? PRODUCTS[0]
  const way = WAYS[Math.floor(number / PRODUCTS.length) % WAYS.length]
  const card = number % DECLINED_EVERY === DECLINED_EVERY - 1 ? DECLINED : GOOD
  const customer = { name: `Buyer ${number}`, email: `buyer-${number}@example.com` }
  const orderId = await ordered(urls.shop, { customer, product, card, way })
  const deadline = performance.now() + STUCK_AFTER_MS
  for (;;) {
    const { status, body } = await patient('GET', `${urls.shop}/orders/${orderId}`)
    if (status !== 200) throw new Error(`order ${orderId} was acknowledged and is lost: ${status}`)
    const { status: end } = body as { status: string }
    if (ENDS.has(end)) return { orderId, product, end }
    if (performance.now() > deadline) throw new Error(`order ${orderId} (${way}) is stuck at ${end}`)
    await sleep(LOOK_EVERY_MS)
  }
}

/** The same key until there is an answer: a request that a crash cut off orders nothing twice. */
async function ordered(shop: string, order: object): Promise<string> {
  const key = crypto.randomUUID()
  const deadline = performance.now() + STUCK_AFTER_MS
  while (performance.now() < deadline) {
    const { status, body } = await patient('POST', `${shop}/orders`, order, key)
    if (status === 201) return String((body as { orderId?: string }).orderId)
    // The request before this one was cut off, and is still taken for one that is worked on.
    if (status !== 409) throw new Error(`an order was answered ${status} ${JSON.stringify(body)}`)
    await sleep(LOOK_EVERY_MS)
  }
  throw new Error(`an order was not accepted within ${STUCK_AFTER_MS} ms`)
}
