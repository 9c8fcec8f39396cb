import { problem, Problem, type ProblemDetails } from '@millrace/client/http'
import { messageOf } from '@millrace/kernel'
import { z } from 'zod'
import type { Customer, OrderItem } from '../contract/order.ts'

export interface PaymentRequest {
  readonly orderId: string
  readonly amount: number
  readonly currency: string
  readonly customer: Customer
  readonly items: readonly OrderItem[]
}

export interface OpenedPayment {
  readonly paymentId: string
  readonly paymentUrl: string
}

/** What orders asks of payments. Both are idempotent: an order has one payment. */
export interface PaymentsClient {
  /** @throws Problem 503 when no instance answers; payments' own problem when it refuses. */
  open(request: PaymentRequest): Promise<OpenedPayment>
  /** @throws Error when it did not work. */
  cancel(paymentId: string): Promise<void>
}

const TRY_MOST_MS = 8000

const opened = z.object({ paymentId: z.string(), paymentUrl: z.string() })

/** Asks the instances in turn until one answers. */
export function paymentsClient(urls: readonly string[]): PaymentsClient {
  return {
    async open(request) {
      const answer = await post(urls, '/payments', request)
      if (answer.status >= 500) throw unreachable(`it answered ${answer.status}`)
      if (answer.status !== 201) throw new Problem(answer.body as ProblemDetails)
      return opened.parse(answer.body)
    },
    async cancel(paymentId) {
      const { status } = await post(urls, `/payments/${paymentId}/cancel`)
      // 404: there is nothing that could be paid.
      if (status !== 200 && status !== 404) throw new Error(`payments answered ${status}`)
    },
  }
}

async function post(urls: readonly string[], path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const reasons: string[] = []
  for (const url of urls) {
    try {
      const response = await fetch(url + path, {
        method: 'POST',
        signal: AbortSignal.timeout(TRY_MOST_MS),
        ...(body !== undefined && {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      })
      const answer = { status: response.status, body: (await response.json()) as unknown }
      if (response.status < 500) return answer
      reasons.push(`${url} answered ${response.status}`)
    } catch (error) {
      reasons.push(`${url}: ${messageOf(error)}`)
    }
  }
  throw unreachable(reasons.join('; '))
}

const unreachable = (reason: string): Problem =>
  problem(503, 'Payments unreachable', `no payment could be opened, so nothing was ordered: ${reason}; try again`, {
    code: 'PAYMENTS_UNREACHABLE',
  })
