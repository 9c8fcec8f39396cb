import { z } from 'zod'
import type { Mail } from '../contract/notice.ts'
import type { OutboundMessage, OutboundState } from '../outbound/message.ts'
import { iso } from '../topics.ts'

export const mailContent = z.object({ to: z.string(), subject: z.string(), text: z.string() })

export type MailContent = z.output<typeof mailContent>
export type MailState = OutboundState<MailContent>

/** The same however often it is sent: by it a mailbox tells a repeated mail from a new one. */
export const messageIdOf = (orderId: string, stage: string): string =>
  `<${encodeURIComponent(orderId)}.${stage}@orders.millrace.example>`

export function toWire(orderId: string, message: OutboundMessage<MailContent>): Mail {
  const { stage, status, at, sentAt, attempts, nextAt, lastError, content } = message
  return {
    orderId,
    stage,
    status,
    ...content,
    messageId: messageIdOf(orderId, stage),
    at: iso(at),
    attempts,
    ...(sentAt !== undefined && { sentAt: iso(sentAt) }),
    ...(lastError !== undefined && { lastError }),
    ...(status === 'waiting' && { nextAt: iso(nextAt) }),
  }
}
