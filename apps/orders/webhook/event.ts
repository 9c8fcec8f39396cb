import { z } from 'zod'

/** What payments tells orders, and a gateway payments. */
export const webhookEvent = z.object({
  id: z.string().min(1).max(100),
  type: z.enum(
    ['payment.made', 'payment.failed', 'payment.expired'],
    'payment.made, payment.failed or payment.expired',
  ),
  /** Seconds since the Unix epoch. */
  created: z.int().min(0),
  data: z.object({ orderId: z.string().min(1).max(200), paymentId: z.string().min(1).max(200) }),
})
