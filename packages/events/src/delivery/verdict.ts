import { hasBinaryHeaders, decodeHttp, headerOf, type CloudEvent, EventRefusal } from '@millrace/cloudevents'
import { retryAfterMs } from './retry-after.ts'
import type { SendResult } from './send.ts'

/** What became of one attempt (Knative's data plane contract; the table is in the README). */
export type Verdict =
  | {
      readonly kind: 'done'
      readonly status: number
      readonly note: string | undefined
      readonly told: string | undefined
    }
  | { readonly kind: 'reply'; readonly status: number; readonly event: CloudEvent }
  | (Failure & { readonly kind: 'retry'; readonly retryAfterMs: number | undefined })
  | (Failure & { readonly kind: 'failed' })
  /** 410: the subscriber wants nothing any more. */
  | (Failure & { readonly kind: 'gone' })

/** As dead letters tell it. */
export interface Failure {
  /** HTTP status; 500 when there was no answer. */
  readonly status: number
  /** Body of the answer, or why there was none. */
  readonly detail: Buffer
}

const RETRIED = new Set([404, 408, 409, 429])

export function verdictOf(result: SendResult, now: number): Verdict {
  if (result.kind === 'failed') {
    const detail = Buffer.from(`dispatch error: ${result.message}`)
    return result.permanent
      ? { kind: 'failed', status: 500, detail }
      : { kind: 'retry', status: 500, detail, retryAfterMs: undefined }
  }
  const { status, body: detail } = result
  if (status >= 200 && status < 300) return accepted(result)
  if (status === 410) return { kind: 'gone', status, detail }
  if (RETRIED.has(status) || status >= 500) {
    const asked = status === 429 || status === 503 ? headerOf(result, 'retry-after') : undefined
    return { kind: 'retry', status, detail, retryAfterMs: retryAfterMs(asked, now) }
  }
  return { kind: 'failed', status, detail }
}

/**
 * 200 may carry a reply, and 202 never does. What says that it is an event and is none makes the delivery fail, so that a
 * lost reply is seen. A body that does not say so is no reply: by the contract 200 is success "with or without a response
 * payload", although both of Knative's brokers fail it; the attempt tells.
 */
function accepted(result: Extract<SendResult, { kind: 'answer' }>): Verdict {
  const { status, body } = result
  if (status !== 200 || !claimsToBeEvent(result)) {
    const told = headerOf(result, 'millrace-outcome')?.slice(0, TOLD_CHARS)
    return { kind: 'done', status, note: body.length > 0 ? PASSED_OVER : undefined, told }
  }
  const garbage = (why: string): Verdict => ({
    kind: 'retry',
    status: 502,
    detail: Buffer.from(`the answer says that it is a CloudEvent, and is none: ${why}`),
    retryAfterMs: undefined,
  })
  if (result.truncated) return garbage('it is larger than the limit')
  try {
    const { mode, events } = decodeHttp({ headers: result.headers, body })
    const [event] = events
    return event === undefined || mode === 'batch' ? garbage('a reply is one event') : { kind: 'reply', status, event }
  } catch (error) {
    if (!(error instanceof EventRefusal)) throw error
    return garbage(error.message)
  }
}

const TOLD_CHARS = 200
const PASSED_OVER = 'delivered; the body of the answer was passed over'

const claimsToBeEvent = (result: Extract<SendResult, { kind: 'answer' }>): boolean =>
  hasBinaryHeaders(result) || /^\s*application\/cloudevents/iu.test(headerOf(result, 'content-type') ?? '')
