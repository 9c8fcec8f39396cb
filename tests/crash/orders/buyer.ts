import { setTimeout as sleep } from 'node:timers/promises'
import { patient } from '../store/patient-http.ts'
import type { OrdersFleet } from './fleet.ts'

export const phone = '+4915112345678'

export const addressOf = (number: number): string => `buyer-${number}@example.com`

const CARD = { number: '4242 4242 4242 4242', expiryMonth: 12, expiryYear: 2099, cvc: '123' }
const STEP_MOST_MS = 120_000
/** Seldomer the longer it takes, or a thousand who look would be the load. */
const LOOK_MS = { first: 100, most: 2000 } as const

/** Orders, pays twice by impatience, and has it delivered; gives the order's id. @throws Error when a step does not come about. */
export async function buy({ urls }: Pick<OrdersFleet, 'urls'>, number: number): Promise<string> {
  const [orders, payments] = number % 2 === 0 ? [urls.orders, urls['payments-2']] : [urls['orders-2'], urls.payments]
  const customer = { name: `Buyer ${number}`, email: addressOf(number), phone }
  const order = { customer, items: [{ sku: 'TEA-GREEN-100', quantity: 1 }] }
  const post = (url: string, path: string, body?: object) => patient('POST', url + path, body, crypto.randomUUID())
  const made = expected(201, await post(orders, '/orders', order)) as { orderId: string; paymentId: string }
  const pay = () => post(payments, `/payments/${made.paymentId}/pay`, CARD)
  for (const paid of await Promise.all([pay(), pay()])) expected(200, paid)
  await until(`parcel of ${made.orderId}`, async () => {
    return (await patient('GET', `${urls.delivery}/parcels/${made.orderId}`)).status === 200
  })
  for (const step of ['shipped', 'delivered'])
    expected(200, await post(urls.delivery, `/parcels/${made.orderId}/${step}`))
  await until(`delivery of ${made.orderId}`, async () => {
    const { body } = await patient('GET', `${orders}/orders/${made.orderId}`)
    return (body as { status?: string }).status === 'delivered'
  })
  return made.orderId
}

function expected(status: number, answer: { readonly status: number; readonly body: unknown }): unknown {
  if (answer.status !== status) throw new Error(`expected ${status}, was answered ${JSON.stringify(answer)}`)
  return answer.body
}

async function until(what: string, reached: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + STEP_MOST_MS
  for (let wait: number = LOOK_MS.first; !(await reached()); wait = Math.min(LOOK_MS.most, wait * 1.5)) {
    if (performance.now() > deadline) throw new Error(`stuck: no ${what} after ${STEP_MOST_MS} ms`)
    await sleep(wait)
  }
}
