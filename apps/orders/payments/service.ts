import { messageOf } from '@millrace/kernel'
import type { Job } from '../entity/decision.ts'
import { entityService, partsOf } from '../service.ts'
import { type Settings, ports } from '../settings.ts'
import { ordersCreated } from '../topics.ts'
import { type PaymentCommand, paymentCommand } from './command.ts'
import { onCommand, onOrderCreated } from './decide.ts'
import { type PaymentState, isOpen, paymentSchema } from './payment.ts'
import { paymentRoutes } from './routes.ts'
import { postWebhook } from './webhook-client.ts'

/** The payment system: one payment an order, made on its hosted page, made once. */
export const startPayments = entityService({
  name: 'payments',
  port: ports.payments,
  pages: ['/pay/:paymentId'],
  build: ({ settings, ports: { clocks, ...rest }, ownUrl }) => {
    const paymentUrlOf = (paymentId: string): string => `${ownUrl()}/pay/${paymentId}`
    const orderUrlOf = (orderId: string): string => `${settings.ORDERS_URL}/track/${orderId}`
    const terms = { expiryMs: settings.PAYMENT_EXPIRY_MS, urlOf: paymentUrlOf }
    return partsOf({
      kind: {
        id: 'payments',
        state: paymentSchema,
        command: paymentCommand,
        inputs: [ordersCreated],
        alias: ({ paymentId }: PaymentState) => paymentId,
        onCommand: (payment, command, now, orderId) => onCommand(payment, command, now, orderId, terms),
        onEvent: (payment, event, now) => onOrderCreated(payment, event, now, terms),
        jobs: jobsOf,
        perform: (payment, job, signal): PaymentCommand | Promise<PaymentCommand> =>
          job.id === 'expire' ? { kind: 'expire' } : sendWebhook(payment, settings, clocks.domain.now(), signal),
      },
      routes: (app, payments, live) =>
        paymentRoutes(app, payments, live, {
          secret: settings.WEBHOOK_SECRET,
          ports: { clocks, ...rest },
          paymentUrlOf,
          orderUrlOf,
        }),
    })
  },
})

function jobsOf(payment: PaymentState): Job[] {
  const expiry = isOpen(payment) ? [{ id: 'expire', at: payment.expiresAt }] : []
  return payment.webhook === undefined ? expiry : [...expiry, { id: 'webhook', at: payment.webhook.nextAt }]
}

async function sendWebhook(
  { webhook, orderId, paymentId }: PaymentState,
  { ORDERS_URL, ORDERS_2_URL, WEBHOOK_SECRET }: Settings,
  now: number,
  signal: AbortSignal,
): Promise<PaymentCommand> {
  if (webhook === undefined) return { kind: 'webhookSent', id: '' }
  const { id, type, created } = webhook
  const urls = ORDERS_2_URL === undefined ? [ORDERS_URL] : [ORDERS_URL, ORDERS_2_URL]
  const event = { id, type, created: Math.floor(created / 1000), data: { orderId, paymentId } }
  try {
    await postWebhook(urls, event, WEBHOOK_SECRET, now, signal)
    return { kind: 'webhookSent', id }
  } catch (error) {
    return { kind: 'webhookSent', id, error: messageOf(error) }
  }
}
