import { z } from 'zod'
import { stages } from '../contract/notice.ts'
import type { Decision, Job } from '../entity/decision.ts'
import { stageOf } from '../notifications/stages.ts'
import { retryAfter } from '../retry.ts'
import type { BusinessRecord } from '../topics.ts'

/** What a channel sends about the stages of one order: one message a stage. */
export const outboundSchema = <T>(content: z.ZodType<T>) =>
  z.object({
    orderId: z.string(),
    messages: z.array(
      z.object({
        stage: z.enum(stages),
        status: z.enum(['waiting', 'sent', 'unwanted']),
        at: z.int(),
        sentAt: z.int().optional(),
        attempts: z.int(),
        nextAt: z.int(),
        lastError: z.string().optional(),
        content: content.optional(),
      }),
    ),
  }) as unknown as z.ZodType<OutboundState<T>>

export interface OutboundMessage<T> {
  readonly stage: (typeof stages)[number]
  readonly status: 'waiting' | 'sent' | 'unwanted'
  /** Domain times, ms. */
  readonly at: number
  readonly sentAt?: number | undefined
  readonly attempts: number
  readonly nextAt: number
  readonly lastError?: string | undefined
  /** Known once notifications has been asked. */
  readonly content?: T | undefined
}

export interface OutboundState<T> {
  readonly orderId: string
  readonly messages: readonly OutboundMessage<T>[]
}

/** What came of a try. */
export interface Outcome<T> {
  readonly stage: (typeof stages)[number]
  readonly outcome: 'sent' | 'unwanted' | 'failed'
  readonly content?: T | undefined
  readonly error?: string | undefined
}

export const outcomeSchema = <T>(content: z.ZodType<T>) =>
  z.object({
    stage: z.enum(stages),
    outcome: z.enum(['sent', 'unwanted', 'failed']),
    content: content.optional(),
    error: z.string().optional(),
  }) as unknown as z.ZodType<Outcome<T>>

/** A stage that is told of the first time is to be sent; by the second event of the same stage nothing changes. */
export function onEvent<T>(
  before: OutboundState<T> | undefined,
  { topic, key: orderId }: BusinessRecord,
  now: number,
): Decision<OutboundState<T>> {
  const stage = stageOf[topic]
  const messages = before?.messages ?? []
  if (messages.some((message) => message.stage === stage)) return {}
  return { next: { orderId, messages: [...messages, { stage, status: 'waiting', at: now, attempts: 0, nextAt: now }] } }
}

/** A message that was sent stays so, whatever a second try says. */
export function onOutcome<T>(
  state: OutboundState<T> | undefined,
  { stage, outcome, content, error = '' }: Outcome<T>,
  now: number,
): Decision<OutboundState<T>> {
  const at = state?.messages.findIndex((message) => message.stage === stage) ?? -1
  const before = state?.messages[at]
  if (state === undefined || before?.status !== 'waiting') return {}
  const known = { ...before, ...(content !== undefined && { content }) }
  const message: OutboundMessage<T> =
    outcome === 'failed'
      ? { ...known, ...retryAfter(before, error, now) }
      : { ...known, status: outcome, attempts: before.attempts + 1, sentAt: now }
  return { next: { ...state, messages: state.messages.with(at, message) } }
}

/** One after the other, so that they arrive in the order of what they tell. */
export function jobsOf<T>({ messages }: OutboundState<T>): Job[] {
  const next = messages.find(({ status }) => status === 'waiting')
  return next === undefined ? [] : [{ id: next.stage, at: next.nextAt }]
}
