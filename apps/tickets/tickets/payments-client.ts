import { createHmac } from 'node:crypto'
import { Fault, messageOf } from '@millrace/kernel'
import { currency, type Payment } from '../contract/shop.ts'
import type { Order } from './order.ts'

const ANSWER_MS = 5000

/** The payments service, over HTTP. Every call may be repeated. */
export interface Payments {
  /** Begins the payment of an order, or gives the one that was begun; a card is tried when one is needed. */
  start(order: Order, card?: { readonly number: string }): Promise<Payment>
  /** undefined when it was never begun. */
  status(reservationId: string): Promise<Payment | undefined>
  /** False when it cannot be any more. */
  end(reservationId: string, how: 'cancel' | 'refund'): Promise<boolean>
  /** The secret that a payment's callbacks are signed with. */
  secretOf(reservationId: string): string
}

export function paymentsClient(url: string, ownUrl: string, masterSecret: () => string): Payments {
  const secretOf = (reservationId: string): string =>
    `whsec_${createHmac('sha256', masterSecret()).update(reservationId).digest('base64')}`
  return {
    secretOf,
    async start(order, card) {
      const { reservationId, sessionId, method } = order
      const body = {
        reservationId,
        sessionId,
        method,
        amount: order.unitPrice * order.ticketsQuantity,
        currency,
        subject: sessionId,
        expiresAt: new Date(order.expiresAt).toISOString(),
        callback: { url: `${ownUrl}/payments/callback`, secret: secretOf(reservationId) },
        // The same try again, when its answer was lost or it comes late, tries no second time, and begins nothing anew.
        attempt: order.declined + 1,
        ...(card !== undefined && { card }),
      }
      return (await ask('POST', `${url}/api/`, body)).body as Payment
    },
    async status(reservationId) {
      const answer = await ask('GET', `${url}/api/${reservationId}/status`, undefined, [404])
      return answer.status === 404 ? undefined : (answer.body as Payment)
    },
    async end(reservationId, how) {
      const answer = await ask('POST', `${url}/api/${reservationId}/${how}`, {}, [404, 409])
      return answer.status !== 409
    },
  }
}

/** @throws Fault PAYMENTS_AWAY when the answer is another than 2xx or one of `also`. */
async function ask(method: string, url: string, body?: object, also: readonly number[] = []) {
  try {
    const answer = await fetch(url, {
      method,
      signal: AbortSignal.timeout(ANSWER_MS),
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok && !also.includes(answer.status)) throw new Error(`${answer.status} ${text.slice(0, 300)}`)
    return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) }
  } catch (error) {
    throw new Fault('PAYMENTS_AWAY', `payments does not do ${method} ${new URL(url).pathname}: ${messageOf(error)}`)
  }
}
