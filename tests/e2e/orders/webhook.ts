import { createHmac } from 'node:crypto'
import { send } from '../harness/send.ts'
import type { OrdersHost } from './orders-host.ts'

/** The secret of a system that runs on one machine (apps/orders/settings.ts). */
const SECRET = 'whsec_for_one_machine_only'

/** Tells orders that a payment is made, signed as payments signs it: what is known already. */
export function repeatWebhook(
  { urls }: OrdersHost,
  data: { readonly orderId: string; readonly paymentId: string },
): Promise<unknown> {
  const created = Math.floor(Date.now() / 1000)
  const body = { id: `evt_${data.orderId}`, type: 'payment.made', created, data }
  const v1 = createHmac('sha256', SECRET)
    .update(`${created}.${JSON.stringify(body)}`)
    .digest('hex')
  return send(`${urls.orders}/webhooks/payments`, body, 'POST', { 'webhook-signature': `t=${created},v1=${v1}` })
}
