import { z } from 'zod'
import { type Answer, answerSchema, refused } from './answer.ts'
import type { Decision } from './decision.ts'

/** A request with an Idempotency-Key, and what it was answered. */
export interface KeptRequest {
  readonly key: string
  readonly fingerprint: string
  readonly answer: Answer
}

/** An entity as its changelog has it. */
export interface Kept<S> {
  readonly state?: S | undefined
  /** Oldest first; at most `REQUESTS_MOST`. */
  readonly requests: readonly KeptRequest[]
}

const REQUESTS_MOST = 16

export function keptSchema<S>(state: z.ZodType<S>): z.ZodType<Kept<S>> {
  const request = z.object({ key: z.string(), fingerprint: z.string(), answer: answerSchema })
  return z.object({ state: state.optional(), requests: z.array(request) }) as unknown as z.ZodType<Kept<S>>
}

/** The Idempotency-Key of a command. */
export interface RequestKey {
  readonly key: string
  /** Of method, path and body. */
  readonly fingerprint: string
}

/**
 * Decides a command unless its key is known: then the answer is the first one, or 422 when the request was another. What is
 * decided and the key are kept together, so a request is done once however often it comes, to whichever instance.
 */
export function decideOnce<S>(
  kept: Kept<S> | undefined,
  request: RequestKey | undefined,
  decide: (state: S | undefined) => Decision<S>,
): Decision<S> & { readonly kept?: Kept<S>; readonly answer: Answer } {
  const { state, requests = [] } = kept ?? {}
  const known = requests.find(({ key }) => key === request?.key)
  if (known !== undefined) {
    const answer = known.fingerprint === request?.fingerprint ? { ...known.answer, replayed: true } : keyReused
    return { answer }
  }
  const decision = decide(state)
  const answer = decision.answer ?? nothing
  if (request === undefined && decision.next === undefined) return { ...decision, answer }
  // As with any 5xx, the client may try again.
  const isPassing = answer.kind === 'refused' && answer.details.status >= 500
  if (isPassing && decision.next === undefined) return { ...decision, answer }
  const entry = request === undefined ? [] : [{ ...request, answer }]
  return {
    ...decision,
    answer,
    kept: { state: decision.next ?? state, requests: [...requests, ...entry].slice(-REQUESTS_MOST) },
  }
}

const nothing: Answer = { kind: 'done', status: 204, body: null }

export const keyReused = refused(
  422,
  'Idempotency-Key used already',
  'this Idempotency-Key was used with another request; use a new key for a new request',
  'IDEMPOTENCY_KEY_REUSED',
)
