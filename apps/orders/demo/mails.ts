import { type DemoTarget, Refusal } from '@millrace/kernel'
import { z } from 'zod'

const list = z.object({ items: z.array(z.object({ subject: z.string(), text: z.string(), times: z.number() })) })

export type ReceivedMail = z.output<typeof list>['items'][number]

/** Mails to an address as the platform's SMTP inbox received them, oldest first. */
export async function mailsTo(target: DemoTarget, address: string): Promise<ReceivedMail[]> {
  if (target.inbox === undefined) throw new Refusal('MISSING_URL', 'the demo needs the URL of the SMTP inbox')
  const answer = await fetch(`${target.inbox}/v1/inbox?to=${encodeURIComponent(address)}`)
  return list.parse(await answer.json()).items.toReversed()
}
