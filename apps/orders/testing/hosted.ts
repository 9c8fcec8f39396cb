import { type Asked, ask, freePorts, startPlatform, waitFor } from '@millrace/testkit'
import type { Environment } from '@millrace/kernel'
import type { Order } from '../contract/order.ts'
import type { Payment } from '../contract/payment.ts'
import { type Name, type System, startSystem, systemNames } from './system.ts'

export const customer = { name: 'Ada Lovelace', email: 'ada@example.com', phone: '+4915112345678' }
export const items = [{ sku: 'TEA-GREEN-100', quantity: 2 }]
export const goodCard = { number: '4242 4242 4242 4242', expiryMonth: 12, expiryYear: 2099, cvc: '123' }
export const stolenCard = { ...goodCard, number: '4000 0000 0000 9979' }

interface Mail {
  readonly messageId: string
  readonly subject: string
  readonly times: number
}

/** The whole system on a platform of its own, whose clock stands still until it is told to move. */
export interface Hosted {
  readonly brokers: string
  readonly console: string
  readonly urls: System['urls']
  order(body?: object, key?: string): Promise<Order>
  pay(paymentId: string, card?: object, key?: string): Promise<Asked<Payment>>
  /** The order, when it is at the status. */
  reached(orderId: string, status: Order['status']): Promise<Order>
  mails(to?: string): Promise<readonly Mail[]>
  advance(ms: number): Promise<void>
  stop(): Promise<void>
}

export async function hostSystem(environment: Environment = {}): Promise<Hosted> {
  const platform = await startPlatform({ args: ['--smtp', '0', '--clock', 'virtual'] })
  const { kafka: brokers, console = '', smtp } = platform.ready
  const free = await freePorts(systemNames.length)
  const ports = Object.fromEntries(systemNames.map((name, at) => [name, free[at] ?? 0])) as Record<Name, number>
  const base = { KAFKA_BROKERS: brokers, MILLRACE_CLOCK_URL: console, SMTP_URL: smtp }
  const system = await startSystem({ ...base, ...environment }, ports)
  const { urls } = system
  const keyed = (key: string | undefined) => (key === undefined ? {} : { 'idempotency-key': key })
  return {
    brokers,
    console,
    urls,
    async order(body = { customer, items }, key) {
      const answer = await ask<Order>('POST', `${urls.orders}/orders`, body, keyed(key))
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
      return answer.body
    },
    pay: (paymentId, card = goodCard, key) =>
      ask<Payment>('POST', `${urls.payments}/payments/${paymentId}/pay`, card, keyed(key)),
    reached: (orderId, status) =>
      waitFor(
        async () => {
          const { body } = await ask<Order>('GET', `${urls['orders-2']}/orders/${orderId}`)
          return body.status === status ? body : undefined
        },
        { what: `status ${status}` },
      ),
    async mails(to = customer.email) {
      const list = await ask<{ items: Mail[] }>('GET', `${console}/v1/inbox?limit=1000&to=${encodeURIComponent(to)}`)
      return list.body.items
    },
    async advance(ms) {
      const { status, body } = await ask('POST', `${console}/v1/clock/advance`, { ms })
      if (status !== 200) throw new Error(JSON.stringify(body))
    },
    async stop() {
      await system.stop()
      await platform.remove()
    },
  }
}
