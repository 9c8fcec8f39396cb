import { messageOf } from '@millrace/kernel'
import type { Outcome } from '../outbound/message.ts'
import { noticeOf } from '../outbound/notices-client.ts'
import { type PhoneContent, type PhoneState, messageIdOf } from './phone-message.ts'
import { push } from './push.ts'
import { type KeptSubscriptions, nameOf } from './subscriptions.ts'
import type { VapidKey } from './vapid-file.ts'

export interface Sending {
  readonly subscriptions: KeptSubscriptions
  readonly key: VapidKey
  /** URL of notifications. */
  readonly notifications: string
  /** ms since epoch */
  readonly now: () => number
}

/** Asks for the text, and pushes it to each subscription that has not taken it yet. Without any, the feed has it. */
export async function sendToPhone(
  sending: Sending,
  { orderId, messages }: PhoneState,
  stage: Outcome<PhoneContent>['stage'],
  signal: AbortSignal,
): Promise<Outcome<PhoneContent>> {
  let content = messages.find((message) => message.stage === stage)?.content
  try {
    const { mobile, customer } = await noticeOf(sending.notifications, orderId, stage, signal)
    if (mobile === null) return { stage, outcome: 'unwanted' }
    content = { phone: customer.phone, ...mobile, pushedTo: content?.pushedTo ?? [] }
    const { pushedTo, failures } = await pushAll(sending, messageIdOf(orderId, stage), content, signal)
    content = { ...content, pushedTo }
    if (failures.length > 0) return { stage, outcome: 'failed', error: failures.join('; '), content }
    return { stage, outcome: 'sent', content }
  } catch (error) {
    return { stage, outcome: 'failed', error: messageOf(error), content }
  }
}

async function pushAll(
  { subscriptions, key, now }: Sending,
  tag: string,
  { phone, title, body, url, pushedTo: before }: PhoneContent,
  signal: AbortSignal,
): Promise<{ readonly pushedTo: string[]; readonly failures: string[] }> {
  const pushedTo = [...before]
  const failures: string[] = []
  for (const subscription of subscriptions.of(phone)) {
    if (pushedTo.includes(nameOf(subscription))) continue
    try {
      const pushed = await push(subscription, { title, body, tag, url }, key, now(), signal)
      if (pushed.kind === 'taken') pushedTo.push(nameOf(subscription))
      else if (pushed.kind === 'gone') await subscriptions.remove(phone, subscription.endpoint)
      else failures.push(pushed.reason)
    } catch (error) {
      failures.push(messageOf(error))
    }
  }
  return { pushedTo, failures }
}
