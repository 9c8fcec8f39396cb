import { z } from 'zod'
import { type Notice, type Preferences, type Stage, stages } from '../contract/notice.ts'
import type { Decision } from '../entity/decision.ts'
import { type BusinessRecord, customerSchema, iso } from '../topics.ts'
import { stageOf } from './stages.ts'
import { textsOf } from './texts.ts'

const noticeSchema = z.object({
  stage: z.enum(stages),
  at: z.int(),
  event: z.string(),
  email: z.object({ subject: z.string(), text: z.string() }).nullable(),
  mobile: z.object({ title: z.string(), body: z.string(), url: z.string() }).nullable(),
})

/** What an order's customer has been told, as notifications keeps it. */
export const noticesSchema = z.object({
  orderId: z.string(),
  customer: customerSchema.optional(),
  amount: z.int().optional(),
  currency: z.string().optional(),
  paymentUrl: z.string().optional(),
  orderUrl: z.string().optional(),
  /** Told as soon as it is known whom to tell. */
  waiting: z.array(z.object({ stage: z.enum(stages), event: z.string() })),
  notices: z.array(noticeSchema),
})

export type NoticesState = z.output<typeof noticesSchema>

/** What a customer wants; by e-mail address or phone number. */
export type Wishes = (contact: string) => Pick<Preferences, 'email' | 'mobile'> | undefined

/**
 * An event becomes one notice for its stage, the first time that the stage is told of. Events of a program that names no
 * customer wait until another event does.
 */
export function onEvent(
  before: NoticesState | undefined,
  { topic, key: orderId, value }: BusinessRecord,
  now: number,
  wishes: Wishes,
): Decision<NoticesState> {
  const stage = stageOf[topic]
  const known = before ?? { orderId, waiting: [], notices: [] }
  const isKnown =
    known.notices.some((each) => each.stage === stage) || known.waiting.some((each) => each.stage === stage)
  const facts = { ...known, ...factsOf(value) }
  const waiting = isKnown ? known.waiting : [...known.waiting, { stage, event: topic }]
  if (facts.customer === undefined) return isKnown ? {} : { next: { ...facts, waiting } }
  if (isKnown && known.waiting.length === 0) return {}
  const notices = waiting.map((each) => noticeOf(each, facts, now, wishes))
  return { next: { ...facts, waiting: [], notices: [...known.notices, ...notices] } }
}

function factsOf({ customer, amount, currency, paymentUrl, orderUrl }: BusinessRecord['value']): Partial<NoticesState> {
  return {
    ...(customer !== undefined && { customer }),
    ...(amount !== undefined && { amount }),
    ...(currency !== undefined && { currency }),
    ...(paymentUrl !== undefined && { paymentUrl }),
    ...(orderUrl !== undefined && { orderUrl }),
  }
}

function noticeOf(
  { stage, event }: { readonly stage: Stage; readonly event: string },
  facts: Partial<NoticesState> & Pick<NoticesState, 'orderId'>,
  now: number,
  wishes: Wishes,
): NoticesState['notices'][number] {
  const { customer } = facts
  const texts = textsOf(stage, { ...facts, name: customer?.name })
  const wanted = [customer?.email.toLowerCase(), customer?.phone].map((contact) => wishes(contact ?? ''))
  const email = wanted.every((each) => each?.email !== false) ? texts.email : null
  const mobile = wanted.every((each) => each?.mobile !== false) ? texts.mobile : null
  return { stage, at: now, event, email, mobile }
}

export const toWire = (
  { orderId, customer }: NoticesState,
  { at, ...notice }: NoticesState['notices'][number],
): Notice => ({ orderId, customer: customer ?? { name: '', email: '', phone: '' }, at: iso(at), ...notice })
