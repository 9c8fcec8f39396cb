import { z } from 'zod'
import type { PhoneMessage } from '../contract/notice.ts'
import type { OutboundMessage, OutboundState } from '../outbound/message.ts'
import { iso } from '../topics.ts'

export const phoneContent = z.object({
  phone: z.string(),
  title: z.string(),
  body: z.string(),
  url: z.string(),
  /** Push services that took it, by the name of the subscription: they are not asked again. */
  pushedTo: z.array(z.string()),
})

export type PhoneContent = z.output<typeof phoneContent>
export type PhoneState = OutboundState<PhoneContent>

/** Also the push message's tag: a repeated one replaces the first on the phone. */
export const messageIdOf = (orderId: string, stage: string): string => `${orderId}:${stage}`

export function toWire(orderId: string, message: OutboundMessage<PhoneContent>): PhoneMessage {
  const { stage, status, at, sentAt, attempts, nextAt, lastError, content } = message
  const { pushedTo = [], phone = '', title = '', body = '', url = '' } = content ?? {}
  return {
    id: messageIdOf(orderId, stage),
    orderId,
    stage,
    status,
    phone,
    title,
    body,
    url,
    at: iso(at),
    pushed: pushedTo.length,
    attempts,
    ...(sentAt !== undefined && { sentAt: iso(sentAt) }),
    ...(lastError !== undefined && { lastError }),
    ...(status === 'waiting' && { nextAt: iso(nextAt) }),
  }
}
